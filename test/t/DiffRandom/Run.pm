# Judges many pairs of random schemas in two processes, and tells what they found as tests.
package DiffRandom::Run;

use strict;
use warnings;

use DiffCases qw(new_diff_server read_list);
use DiffRandom qw(run_of_pairs);
use DiffRandom::Edits qw(edit_names);
use DiffRandom::Shrink qw(shrink);
use DiffRandom::Words;
use Exporter 'import';
use File::Basename qw(dirname);
use JSON::PP ();
use POSIX ();
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT_OK = qw(test_pairs);

my $known_file = dirname(__FILE__) . '/../../cases/diff_parts/random_known';
my ($workers, $pairs_of_run) = (2, 20);
my ($node, $seed, $pairs, @runs, $found);

# Judges so many pairs from a seed, or those of some runs of 20 alone, and that each edit was made so often, as far as all runs were judged.
sub test_pairs
{
	($seed, $pairs, my $times) = @_;
	$seed = int(rand 1000000) if $seed eq 'random';
	@runs = split / /, $ENV{DIFF_RUNS} || join ' ', 0 .. POSIX::ceil($pairs / $pairs_of_run) - 1;
	note("DIFF_SEED=$seed DIFF_PAIRS=$pairs");
	$node = new_diff_server('diff_random');
	$DiffRandom::Words::major = $node->safe_psql('postgres', q{SELECT current_setting('server_version_num')::integer / 10000}) + 0;
	my $start = time;
	$found = judge_all();
	cmp_ok($found->{pairs}, '>=', @runs * $pairs_of_run, 'all pairs were judged');
	set_known_apart();
	test_failures();
	test_numbers(time - $start, $ENV{DIFF_RUNS} ? 0 : $times);
}

# Each worker is a process with databases of its own; what it found comes back in a file.
sub judge_all
{
	my $folder = PostgreSQL::Test::Utils::tempdir();
	my ($sum, @pids) = ({ failures => [], made => {} });
	for my $worker (0 .. $workers - 1)
	{
		my $pid = fork() // die "fork: $!";
		if ($pid == 0)
		{
			# The server and the folders are the parent's to tidy up.
			my $fine = eval { judge_some("$folder/$worker", $worker); 1 } or print STDERR $@;
			POSIX::_exit($fine ? 0 : 1);
		}
		push @pids, $pid;
	}
	for my $worker (0 .. $workers - 1)
	{
		waitpid $pids[$worker], 0;
		die "worker $worker ended with $?" if $?;
		my $more = JSON::PP->new->latin1->decode(slurp_file("$folder/$worker"));
		push @{ $sum->{failures} }, @{ delete $more->{failures} };
		my $made = delete $more->{made};
		$sum->{made}{$_} += $made->{$_} for keys %$made;
		$sum->{$_} += $more->{$_} for keys %$more;
	}
	return $sum;
}

sub judge_some
{
	my ($file, $worker) = @_;
	my ($sum, %seen) = ({ failures => [], made => {} });
	for my $number (grep { $_ % $workers == $worker } 0 .. $#runs)
	{
		my $more = run_of_pairs($node, $worker, $seed, $runs[$number], $pairs_of_run);
		for my $failure (@{ delete $more->{failures} })
		{
			# One of each kind is enough to be looked at.
			$failure->{folder} = shrink($node, $worker, $seed, $failure) if !$seen{ $failure->{class} }++;
			delete @{$failure}{qw(old new)};
			push @{ $sum->{failures} }, $failure;
		}
		my $made = delete $more->{made};
		$sum->{made}{$_} += $made->{$_} for keys %$made;
		$sum->{$_} += $more->{$_} for keys %$more;
	}
	append_to_file($file, JSON::PP->new->latin1->encode($sum));
}

sub test_failures
{
	for my $failure (@{ $found->{failures} })
	{
		diag("DIFF_SEED=$seed DIFF_RUNS=$failure->{run}, pair $failure->{pair}: $failure->{text}" . (defined $failure->{folder} ? "\n  kept in tmp_check/diff_random/$failure->{folder}" : ''));
	}
	is(scalar @{ $found->{failures} }, 0, "$found->{pairs} pairs there and back, seed $seed");
}

# What is known to fail does so rarely, and says why.
sub set_known_apart
{
	my @known = map { /^(.+?)\s+# (.+)$/ ? [ qr/$1/s, $2 ] : die "random_known: $_\n" } read_list($known_file);
	my %times;
	$found->{failures} = [ grep { my $failure = $_; my ($why) = grep { $failure->{text} =~ $_->[0] } @known; $times{ $why->[1] }++ if $why; !$why } @{ $found->{failures} } ];
	my $sum = 0;
	for my $why (sort keys %times)
	{
		note("known, $times{$why} times: $why");
		$sum += $times{$why};
	}
	cmp_ok($sum, '<=', $found->{pairs} / 100, 'at most one in a hundred fails for a reason that is known');
}

sub test_numbers
{
	my ($seconds, $times) = @_;
	note("$found->{statements} statements; $found->{empty} pairs without a difference; $found->{rows} rows, which were in the way of $found->{rows_in_the_way} plans; $seconds s");
	my @few;
	for my $name (edit_names())
	{
		my $count = $found->{made}{$name} // 0;
		note(sprintf '%5d  %s', $count, $name);
		push @few, "$name: $count" if $count < $times;
	}
	is(join(', ', @few), '', "each edit was made $times times at least") if $times;
	cmp_ok($found->{rows_in_the_way}, '<=', $found->{pairs} / 2, 'most plans ran with rows in the tables');
}

1;
