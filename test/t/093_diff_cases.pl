# Each case of the differ: the plan takes one side to the other and back, with nothing lost, and as pg_dump sees it too.
use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use FindBin qw($RealBin);
use lib $RealBin;
use DiffCases;
use JSON::PP ();
use POSIX ();
use PostgreSQL::Test::Utils;
use Test::More;

# Cases are named <kind>/<case>. With names as arguments, or in DIFF_CASES, only those that begin so are run and judged.
my $cases = abs_path("$RealBin/../cases/diff");
my @only = @ARGV ? @ARGV : split / /, $ENV{DIFF_CASES} // '';
my $workers = 2;

my $node = new_diff_server('diff');
my $major = $node->safe_psql('postgres', q{SELECT current_setting('server_version_num')::integer / 10000}) + 0;
my @names = grep { wanted($_) } map { s{^\Q$cases\E/}{}r } sort map { dirname($_) } glob "$cases/*/*/old.sql";
my @not_yet = read_list("$cases/not_yet");
my %not_yet = map { $_->[0] => 1 } grep { !defined $_->[1] || $_->[1] <= $major } map { [ split ] } grep { !/\|/ } @not_yet;
my %empty_yet = map { $_ => 1 } grep { /\|/ } @not_yet;
my %plans = known_plans();
my %result = judge_all();

test_case($_) for @names;
test_lists() if !@only;
test_cells() if !@only;
write_answers();
done_testing();

sub wanted
{
	my ($name) = @_;
	my ($from, $to) = read_list("$cases/$name/versions");
	return ($from // 0) <= $major && $major <= ($to // $major) && (!@only || grep { index($name, $_) == 0 } @only);
}

# Each worker is a process with databases of its own, and takes the next case from a pipe; what it found comes back in a file.
sub judge_all
{
	my $folder = PostgreSQL::Test::Utils::tempdir();
	my (%all, @pids);
	pipe(my $next, my $numbers) or die "pipe: $!";
	syswrite $numbers, join '', map { sprintf '%7d ', $_ } 0 .. $#names;
	close $numbers;
	for my $worker (0 .. $workers - 1)
	{
		my $pid = fork() // die "fork: $!";
		if ($pid == 0)
		{
			# The server and the folders are the parent's to tidy up.
			my $fine = eval { judge_some($next, "$folder/$worker", $worker); 1 } or print STDERR $@;
			POSIX::_exit($fine ? 0 : 1);
		}
		push @pids, $pid;
	}
	for my $worker (0 .. $workers - 1)
	{
		waitpid $pids[$worker], 0;
		die "worker $worker ended with $?" if $?;
		%all = (%all, %{ JSON::PP->new->decode(slurp_file("$folder/$worker/found")) });
	}
	return %all;
}

sub judge_some
{
	my ($next, $folder, $worker) = @_;
	mkdir $folder or die "$folder: $!";
	my $judge = new_judge($node, $worker, $folder);
	my %found;
	while (sysread $next, my $number, 8)
	{
		my $name = $names[$number];
		$found{$name} = judge_case($judge, "$cases/$name");
	}
	append_to_file("$folder/found", JSON::PP->new->ascii->encode(\%found));
}

sub test_case
{
	my ($name) = @_;
	my ($failure, $plan) = @{ $result{$name} }{qw(failure plans)};
	if ($not_yet{$name})
	{
		isnt($failure, '', "$name (not yet)") or diag("$name passes: take it from not_yet");
		return;
	}
	my $known = $plans{$name};
	note("$name needs less: @$plan, not @$known") if $failure eq '' && defined $known && grep { $plan->[$_] < $known->[$_] } 0 .. $#$plan;
	if ($failure eq '' && (!defined $known || grep { $plan->[$_] > $known->[$_] } 0 .. $#$plan))
	{
		$failure = 'the plans have ' . join(' ', @$plan) . ' statements and rewrites, not ' . join(' ', @{ $known // ['any known'] });
	}
	is($failure, '', $name);
}

# The numbers of each case on this server: a line may name, at its end, the version from which on it holds instead of the one before.
sub known_plans
{
	my %known;
	for (read_list("$cases/plans.txt"))
	{
		my ($name, @numbers) = split;
		my $from = @numbers > 4 ? pop @numbers : 0;
		$known{$name} = \@numbers if $from <= $major;
	}
	return %known;
}

# The lists name no case that is not there, and what plans.txt says is what plans have now, so that none gets longer again.
sub test_lists
{
	my %there = map { s{^\Q$cases\E/}{}r => 1 } map { dirname($_) } glob "$cases/*/*/old.sql";
	is(join(' ', grep { !$there{$_} } map { (split)[0] } grep { !/\|/ } @not_yet), '', 'not_yet names cases');
	is(join(' ', grep { !$there{$_} } keys %plans), '', 'plans.txt names cases');
	cmp_ok(scalar keys %there, '>=', 400, 'there are cases enough');
	my @judged = grep { $result{$_}{failure} eq '' && $plans{$_} } @names;
	my @shorter = grep { my $name = $_; grep { $result{$name}{plans}[$_] < $plans{$name}[$_] } 0 .. 3 } @judged;
	is(join(', ', map { "$_ @{ $result{$_}{plans} }" } @shorter), '', 'no plan is shorter than plans.txt says: take the new numbers over');
	my ($now, $listed) = (sums(map { $result{$_}{plans} } @judged), sums(map { $plans{$_} } @judged));
	my @what = ('statements there', 'rewrites there', 'statements back', 'rewrites back');
	cmp_ok($now->[$_], '<=', $listed->[$_], "$what[$_]: $now->[$_], of $listed->[$_]") for 0 .. 3;
}

# The sums over the plans of cases.
sub sums
{
	my @sum = (0) x 4;
	for my $plan (@_) { $sum[$_] += $plan->[$_] for 0 .. 3 }
	return \@sum;
}

# For each kind of object, each change has a case: to be added, dropped, and each of its attributes altered.
sub test_cells
{
	my (%cell, %attribute, @empty);
	for my $name (@names)
	{
		my $state = $not_yet{$name} ? 'later' : 'now';
		for (@{ $result{$name}{cells} })      { my ($kind, $change) = split /\|/; $cell{$kind}{$change}{$state}++ }
		for (@{ $result{$name}{attributes} }) { my ($kind, $attribute) = split /\|/; $attribute{$kind}{$attribute} = 1 }
	}
	my %fixed = map { /^(.+\|\w+): ./ ? ($1 => 1) : die "fixed.txt: $_" } read_list("$cases/fixed.txt");
	my %folder = map { s{/.*}{}r =~ tr/_/ /r => 1 } grep { !m{^several/} } @names;
	for my $kind (sort keys %{ { %attribute, %folder } })
	{
		my @changes = ('add', 'drop', grep { $_ ne 'position' && !/_as_set$/ } sort keys %{ $attribute{$kind} });
		note("$kind: " . join(', ', map { "$_ " . shown($cell{$kind}{$_} // {}) } @changes));
		push @empty, map { "$kind|$_" } grep { !$cell{$kind}{$_} && !$fixed{"$kind|$_"} && !$empty_yet{"$kind|$_"} } @changes;
	}
	my $filled = sub { return join(', ', grep { my ($kind, $change) = split /\|/; $cell{$kind}{$change} } sort @_) };
	is(join(', ', @empty), '', 'each change of each kind has a case');
	is($filled->(keys %fixed), '', 'what fixed.txt names does not change');
	is($filled->(keys %empty_yet), '', 'what not_yet says no case shows, none does');
}

# How many cases show a change: those that pass, and those that do not yet.
sub shown
{
	my ($count) = @_;
	return ($count->{now} // 0) . ($count->{later} ? " (and $count->{later} not yet)" : '');
}

# What would be the lists now, and the sums.
sub write_answers
{
	my @passing = grep { $result{$_}{failure} eq '' } @names;
	my @sum = @{ sums(map { $result{$_}{plans} } @passing) };
	note(scalar(@passing) . ' of ' . @names . " cases pass; there $sum[0] statements and $sum[1] rewrites, back $sum[2] and $sum[3]");
	my $folder = $ENV{TESTDATADIR} // 'tmp_check';
	my %lists = (
		'plans.txt' => [ map { "$_ @{ $result{$_}{plans} }" } @passing ],
		'not_yet'   => [ grep { $result{$_}{failure} ne '' } @names ],
		'failures'  => [ map { "$_: " . $result{$_}{failure} =~ s{\n}{ / }gr } grep { $result{$_}{failure} ne '' } @names ]);
	for my $list (sort keys %lists)
	{
		open(my $out, '>:raw', "$folder/diff_$list") or die "$folder/diff_$list: $!";
		print $out map { "$_\n" } @{ $lists{$list} };
		close $out;
	}
}
