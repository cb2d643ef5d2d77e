# Every loop of the ground floor ends at once by a cancel and by a terminate, and leaves nothing.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('interrupts');
my $started = ask($node, 'SELECT pg_postmaster_start_time()');

# Each of these loops has no other end.
my @loops = ('poll', 'poll in attempt', 'wait', 'attempt', 'roll_back', 'query', 'script', 'failing script');
my $left = q{SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'confiture%'};

for my $loop (@loops)
{
	my $inside = "query = 'endless $loop'" . ($loop eq 'wait' ? " AND wait_event_type = 'Extension'" : '');

	my $session = start_psql($node, "cancel $loop", "SELECT ground_endless('$loop')", $left, "SELECT * FROM ground_differences('attempt', 'SELECT 1 / 0')");
	my $process = wait_for($node, "cancel $loop", $inside);
	is(ask($node, "SELECT pg_cancel_backend($process)"), 't', "a session is in loop $loop");
	like(ended($session), qr/\AERROR:  57014: canceling statement due to user request\n(?!.*ERROR)/s, 'a cancel ends it');
	is($session->{output}, "0\n", 'and the session goes on, with nothing left of the loop');

	$session = start_psql($node, "terminate $loop", "SELECT ground_endless('$loop')");
	$process = wait_for($node, "terminate $loop", $inside);
	is(ask($node, "SELECT pg_terminate_backend($process, 60000)"), 't', "a terminate ends the process of loop $loop");
	like(ended($session), qr/\AFATAL:  57P01: terminating connection due to administrator command\n/, 'which says so');
}

# A wait ends by itself, too, and does not end before its time for nothing.
# What woke the session before may end the first one at once.
cmp_ok(ask($node, 'SELECT greatest(ground_wait(100), ground_wait(100), ground_wait(100))'), '>=', 100, 'a wait takes its time');
like(complaint($node, q{SET statement_timeout = '100ms'; SELECT ground_wait(600000)}),
	qr/^ERROR:  57014: canceling statement due to statement timeout$/m, "the caller's timeout ends a wait");

ok($node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()}),
	'no session is left');
is(ask($node, q{SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()}), '0', 'nor a lock');
is(ask($node, 'SELECT pg_postmaster_start_time()'), $started, 'the server never restarted');

log_is_clean($node);
done_testing();
