# A cancel and a terminate end each wait of a call: for another runner, for another writer of the source, for whatever a file waits for.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('waits', conf => "deadlock_timeout = 10min\nconfiture.lock_timeout = 10min\n");
my $started = ask($node, 'SELECT pg_postmaster_start_time()');

$node->safe_psql('postgres', <<'SQL');
SET search_path = public;
CREATE TABLE held ();
CREATE TABLE rows (n integer);
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END$$;
CREATE TRIGGER wait BEFORE INSERT ON rows FOR EACH ROW EXECUTE FUNCTION wait();
CREATE TABLE late (n integer);
CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
CREATE FUNCTION ground.everything() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT md5(concat((SELECT string_agg(s::text, ',' ORDER BY path) FROM confiture.source AS s),
                      (SELECT string_agg(e::text, ',' ORDER BY name) FROM confiture.environment AS e),
                      (SELECT string_agg(h::text, ',' ORDER BY id) FROM confiture.history AS h),
                      (SELECT string_agg(a::text, ',' ORDER BY version) FROM confiture.applied AS a),
                      (SELECT string_agg(relname, ',' ORDER BY oid) FROM pg_class)))
$$;
SQL

sub put
{
	my (%files) = @_;
	$node->safe_psql('postgres', "SELECT confiture.put('$_', \$file\$$files{$_}\$file\$)") for sort keys %files;
}

# What a session is besides its data.
my $session = q{SELECT current_user, current_setting('search_path'), current_setting('lock_timeout'), (SELECT count(*) FROM confiture.runner),
	(SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode <> 'AccessShareLock' AND locktype <> 'virtualxid')};

# Starts the call while the holder does not let it go on, and ends it in both ways.
sub interrupt_wait
{
	my ($what, $call, $waits, $place) = @_;
	my $before = ask($node, 'SELECT ground.everything()');
	my $fresh = ask($node, $session);

	my $caller = start_psql($node, "cancel $what", $call, $session);
	my $process = wait_for($node, "cancel $what", $waits);
	is(ask($node, "SELECT pg_cancel_backend($process)"), 't', "$what waits");
	my $said = ended($caller);
	like($said, qr/\AERROR:  57014: canceling statement due to user request$/m, 'a cancel ends the wait');
	like($said, qr/^(?:CONTEXT:  .*\n)?.*\Q$place\E$/m, 'and tells where it was') if defined $place;
	is($caller->{output}, "$fresh\n", 'the session is as it was');

	$caller = start_psql($node, "terminate $what", $call);
	$process = wait_for($node, "terminate $what", $waits);
	is(ask($node, "SELECT pg_terminate_backend($process, 60000)"), 't', "a terminate ends the wait of $what, too");
	like(ended($caller), qr/\AFATAL:  57P01: terminating connection due to administrator command$/m, 'which says so');
	is(ask($node, 'SELECT ground.everything()'), $before, 'nothing is left behind');
}

my $in_queue = "wait_event_type = 'Lock'";

# Writers of the source wait for each other.
put('schema/one.sql' => 'SELECT 1');
my $checksum = ask($node, 'SELECT checksum FROM confiture.source');
my $holder = $node->background_psql('postgres');
$holder->query_safe("BEGIN; SELECT confiture.put('schema/one.sql', 'SELECT 2')");
interrupt_wait('put',    q{SELECT confiture.put('schema/two.sql', '')},    $in_queue);
interrupt_wait('remove', q{SELECT confiture.remove('schema/one.sql')},     $in_queue);
interrupt_wait('approve', "SELECT confiture.approve('schema/one.sql', '$checksum')", $in_queue);
interrupt_wait('environment_set', q{SELECT confiture.environment_set('e')}, $in_queue);
interrupt_wait('load_archive', q{SELECT confiture.load_archive(decode('} . archive('schema/two.sql', 'SELECT 3') . q{', 'base64'))}, $in_queue);
$holder->query_safe('ROLLBACK');

# Runners wait for each other; each call that takes the runner lock does so by the same loop.
put('schema/one.sql' => 'SELECT 1', 'migrations/1_one.up.sql' => 'CREATE TABLE one ()', 'migrations/1_one.down.sql' => 'DROP TABLE one');
my $waiting = 'pid IN (SELECT pid FROM confiture.runner WHERE state = $$waits$$)';
$holder->query_safe('BEGIN; SELECT confiture.build()');
for my $call (q{build()}, q{build(dry_run => true)}, q{migrate_up()}, q{migrate_down()}, q{baseline('1')}, q{repair('1', 'why')})
{
	interrupt_wait($call =~ s/'/"/gr, "SELECT confiture.$call", $waiting);
}
like(complaint($node, q{SET statement_timeout = '100ms'; SELECT confiture.build()}),
	qr/^ERROR:  57014: canceling statement due to statement timeout$/m, "the caller's timeout ends the wait for a runner");
like(complaint($node, q{SET confiture.runner_timeout = '100ms'; SELECT confiture.build()}),
	qr/^ERROR:  ZF040: another session is running confiture in this database\nDETAIL:  The holder is pid \d+, /m, 'so does our own');
is(ask($node, q{SELECT string_agg(state, ',') FROM confiture.runner}), 'holds', 'the holder has seen nothing of all that');
$holder->query_safe('ROLLBACK');

# What a file waits for.
$holder->query_safe('BEGIN; LOCK TABLE public.held; SELECT pg_advisory_xact_lock(7)');
my %waits = (
	'a statement'          => [ "-- one\nSELECT 1;\n\nLOCK TABLE public.held;\n", 'line 4, statement 2' ],
	'a row of COPY'        => [ "COPY public.rows FROM stdin;\n1\n\\.\n", 'line 2, statement 1' ],
	'a deferred trigger'   => [ "INSERT INTO public.late VALUES (1);\n" ],
	'a function'           => [ "DO \$\$\nBEGIN\n    PERFORM 1;\n    LOCK TABLE public.held;\nEND \$\$;", 'line 1, statement 1' ]);
for my $what (sort keys %waits)
{
	my ($text, $place) = @{ $waits{$what} };
	put('schema/one.sql' => $text);
	interrupt_wait("build, $what", 'SELECT confiture.build()', $in_queue, $place && "schema/one.sql, $place");
}
put('migrations/1_one.up.sql' => "CREATE TABLE one ();\nLOCK TABLE public.held");
interrupt_wait('migrate_up', 'SELECT confiture.migrate_up()', $in_queue, 'migrations/1_one.up.sql, line 2, statement 2');
put('migrations/1_one.up.sql' => 'CREATE TABLE one ()', 'migrations/1_one.down.sql' => "DROP TABLE one;\nLOCK TABLE public.held");
ask($node, 'SELECT confiture.migrate_up()');
interrupt_wait('migrate_down', 'SELECT confiture.migrate_down()', $in_queue, 'migrations/1_one.down.sql, line 2, statement 2');
$holder->query_safe('ROLLBACK');
$holder->quit;

# What waits for nothing, and has no end; pg_stat_activity tells what it is at.
put('migrations/2_two.up.sql' => "SELECT 1;\nDO 'BEGIN LOOP END LOOP; END'");
interrupt_wait('an endless loop', 'SELECT confiture.migrate_up()', q{query LIKE 'confiture: migrations/2_two.up.sql, statement 2%'},
	'migrations/2_two.up.sql, line 2, statement 2');

ok($node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()}),
	'no session is left');
is(ask($node, q{SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()}), '0', 'nor a lock');
is(ask($node, 'SELECT pg_postmaster_start_time()'), $started, 'the server never restarted');

log_is_clean($node);
done_testing();

# A tar archive of one file, in base64.
sub archive
{
	my ($path, $text) = @_;
	my $folder = PostgreSQL::Test::Utils::tempdir();
	mkdir "$folder/schema";
	PostgreSQL::Test::Utils::append_to_file("$folder/$path", $text);
	return `tar -C '$folder' -c schema | base64 -w0`;
}
