# kill -9 of the backend, of the worker and of the postmaster, before, in and after each kind of step of CALL confiture.migrate(), up and
# down: the next call goes on, and in the end schema, data and history are those of a run that nobody disturbed.
use strict;
use warnings;

use DeploySteps;
use Deploying;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time usleep);

my $least = 200;
my $node = new_deploy_node('kills', conf => step_conf() . "restart_after_crash = on\n");
set_up_steps($node);
run_undisturbed();

my %killed;     # {kind}{moment}
my %victims;
my $kills = 0;
my $began = time;

sub kill_at
{
	my ($direction, $step, $moment, $victim) = @_;
	$victim = 'backend' if $victim eq 'worker' && $step->{kind} =~ /^transaction|^enum/;
	my ($runner, @others) = stop_in($direction, $step, $moment);
	kill_it($node, $victim);
	finished($runner);
	let_go($_) for @others;
	$kills++;
	$killed{ $step->{kind} }{ $moment =~ /^(?:before|after)$/ ? $moment : 'in' }++;
	$victims{$victim}++;
	is(ask($node, q{SELECT count(*) FROM confiture.runner}), '0', "$victim killed $moment $direction $step->{migration}.$step->{number} ($step->{kind}): nobody holds the runner lock");
}

my @moments = (
	[qw(before backend)], [qw(begin worker)], [qw(end backend)], [qw(after postmaster)], [qw(middle worker)], [qw(before postmaster)], [qw(middle backend)],
	[qw(after backend)], [qw(end worker)], [qw(before backend)], [qw(middle postmaster)], [qw(after backend)], [qw(begin postmaster)]);
my %next;
my $seed = $ENV{KILLS_SEED} // time % 100_000;
note 'KILLS_SEED=' . int $seed;
srand int $seed;

# On purpose: each kind of step at each moment.
for my $round (1 .. 7)
{
	for my $direction ('up', 'down')
	{
		for my $step (steps($direction))
		{
			my $turn = $next{ $step->{kind} }++ || ($next{ $step->{kind} } = 1 + int rand @moments) - 1;
			kill_at($direction, $step, @{ $moments[ $turn % @moments ] });
		}
		complete($direction);
		check($direction, "round $round");
	}
}
my $on_purpose = $kills;

# Whether the signal met a process that had not ended by itself. The postmaster says so before it answers whoever connects after that.
sub was_killed
{
	my ($pid, $offset) = @_;
	kill 9, $pid or return 0;
	usleep(1_000) while kill 0, $pid;
	$node->psql('postgres', 'SELECT 1', stderr => \my $refused);
	return substr(slurp_file($node->logfile), $offset) =~ /PID $pid\) was terminated by signal 9/;
}

# Where the step stands that was hit; nothing, where it hit none.
sub count_hit
{
	my ($number, $kind, $path, $state) = split /\|/, ask($node, q{SELECT number, kind, path, state FROM confiture.step WHERE state <> 'done' ORDER BY number LIMIT 1}) or return;
	$kind = 'transaction=off' if $path =~ /_off/ && $kind eq 'transaction';
	$kind = 'enum value' if $path =~ /_enum/;
	$killed{$kind}{ $state eq 'pending' ? 'before' : 'in' }++;
	$kills++;
}

# By chance: whoever is there at any moment of the whole way.
my $direction = 'up';
for my $try (1 .. 70)
{
	my $runner = call($node, 'runner', $calls{$direction});
	usleep int rand 60_000;
	my $pid = $try % 7 ? ask($node, q{SELECT pid FROM pg_stat_activity WHERE application_name = 'runner' OR backend_type = 'confiture' ORDER BY random() LIMIT 1}) : 'postmaster';
	if ($pid eq 'postmaster') { kill_it($node, $pid) }
	elsif ($pid =~ /\d/)
	{
		my $offset = -s $node->logfile;
		was_killed($pid, $offset) ? wait_until_restarted($node, $offset) : undef $pid;
	}
	my $error = finished($runner);
	help($direction, $error);
	if ($pid) { count_hit() }
	next if $error ne '' || ask($node, 'SELECT count(*) FROM confiture.step') ne '0';
	complete($direction);
	check($direction, "by chance, after $try tries");
	$direction = $direction eq 'up' ? 'down' : 'up';
}
complete($direction);
check($direction, 'by chance, at last');

note sprintf '%d kills on purpose and %d by chance in %d s: %s', $on_purpose, $kills - $on_purpose, time - $began, join ', ', map { "$_ $victims{$_}" } sort keys %victims;
note sprintf '%-20s %6s %6s %6s', 'kind of step', 'before', 'in', 'after';
for my $kind (sort keys %killed)
{
	my @counts = map { $killed{$kind}{$_} // 0 } qw(before in after);
	note sprintf '%-20s %6d %6d %6d', $kind, @counts;
	is(scalar(grep { $_ >= 3 } @counts), 3, "$kind: killed at least three times before, in and after");
}
cmp_ok($kills, '>=', $least, "at least $least kills");
done_testing();
