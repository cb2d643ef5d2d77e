# CALL confiture.migrate() among others: two runners, old and young transactions in the way, autovacuum, deadlocks.
use strict;
use warnings;

use Deploying;
use IPC::Run ();
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_deploy_node('races', conf => <<'END');
max_prepared_transactions = 2
autovacuum_naptime = 1s
deadlock_timeout = 100ms
END
ask($node, 'CREATE TABLE busy (a integer); INSERT INTO busy SELECT generate_series(1, 1000); CREATE TABLE other (a integer); CREATE TABLE ran (what text)');

my $version = 0;
my $call = 'CALL confiture.migrate()';
sub migration
{
	put_file($node, ++$version . '_race.up.sql', $_[0]);
	return $version;
}
sub state_now { return ask($node, "SELECT state FROM confiture.status WHERE version = '$version'") }
sub waits { return "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = $_[0] AND NOT granted)" }
sub gate { return hold($node, 'gate', "DO 'BEGIN PERFORM pg_advisory_lock($_[0]); END'") }
my $in_way = q{EXISTS (SELECT FROM confiture.progress WHERE waits_for ~ '%s')};

# Two at once.
{
	migration("-- confiture: lock_timeout=1min\nSELECT pg_advisory_xact_lock(1);\nINSERT INTO ran VALUES ('once');");
	my $gate = gate(1);
	my $first = call($node, 'first', $call);
	await($node, waits(1));
	like(finished(call($node, 'hasty', q{SET confiture.runner_timeout = '20ms'}, $call)), qr/ERROR:  ZF040: .*\nDETAIL:  The holder is pid $first->{pid}, role \w+, application "first"/,
		'two calls: who does not wait for long is told who runs');
	my $second = call($node, 'second', $call);
	await($node, q{EXISTS (SELECT FROM confiture.runner WHERE state = 'waits' AND application = 'second')});
	let_go($gate);
	is(finished($first) . finished($second), '', 'two calls: the second waits, and has nothing to do');
	is(ask($node, 'SELECT count(*) FROM ran') . ask($node, 'SELECT count(*) FROM confiture.history'), '11', 'two calls: applied once');
}

# A function that waits for the runner holds a snapshot, for which the runner's concurrent build waits.
{
	migration('CREATE INDEX CONCURRENTLY busy_a ON busy (a)');
	my $writer = hold($node, 'writer', 'BEGIN; LOCK TABLE busy IN ROW EXCLUSIVE MODE');
	my $runner = call($node, 'runner', $call);
	await($node, "EXISTS (SELECT FROM pg_stat_activity a WHERE backend_type = 'confiture' AND $writer->{pid} = ANY (pg_blocking_pids(a.pid)))");
	my $function = call($node, 'function', q{SET confiture.runner_timeout = '5min'}, 'SELECT * FROM confiture.migrate_up()');
	await($node, q{EXISTS (SELECT FROM confiture.runner WHERE state = 'waits' AND application = 'function')});
	let_go($writer);
	like(finished($function), qr/ERROR:  ZF040: .*\nDETAIL:  Its concurrent index build waits for this transaction to end/, 'a function in the way of the build it waits for fails at once');
	is(finished($runner), '', 'and the build goes on');
}

# An old reader: waited for outside of the queue, so that others go on; named; up to lock_wait.
{
	migration('ALTER TABLE busy ADD b integer');
	my $reader = hold($node, 'old reader', 'BEGIN; SELECT count(*) IS NULL FROM busy WHERE false');
	my $runner = call($node, 'runner', $call);
	await($node, sprintf $in_way, 'pid ' . $reader->{pid});
	is(finished(call($node, 'young', q{SET lock_timeout = '1s'}, 'SELECT count(*) FROM busy')), '', 'an old reader: others read on meanwhile');
	is(ask($node, q{SELECT count(*) FROM pg_locks WHERE relation = 'busy'::regclass AND NOT granted}), '0', 'an old reader: nobody queues');
	let_go($reader);
	like(finished($runner), qr/NOTICE:  00000: migrations\/\d+_race\.up\.sql, line 1: waiting for older transactions: pid $reader->{pid}, role \w+, application "old reader", in its transaction for [\d.]+ s, query: (?!.*ERROR)/s,
		'an old reader: a NOTICE names him');
	is(state_now(), 'applied', 'an old reader: applied when he has gone');

	migration('ALTER TABLE busy ADD c integer');
	$reader = hold($node, 'old reader', 'BEGIN; SELECT count(*) IS NULL FROM busy WHERE false');
	like(finished(call($node, 'runner', q{SET confiture.lock_wait = '300ms'}, $call)),
		qr/ERROR:  55P03: gave up waiting for older transactions that hold locks on public\.busy\nDETAIL:  In the way: pid $reader->{pid}, /, 'an old reader: lock_wait ends it');
	is(state_now(), 'failed', 'an old reader: the journal says failed');
	let_go($reader);
	is(finished(call($node, 'runner', $call)), '', 'an old reader: called again, it is applied');
}

# Young ones without a gap between them.
{
	migration('ALTER TABLE busy ADD d integer');
	my $script = $node->basedir . '/readers.sql';
	append_to_file($script, "BEGIN;\nSELECT count(*) FROM busy;\n\\sleep 20 ms\nCOMMIT;\n");
	my $output = '';
	my $readers = IPC::Run::start([ 'pgbench', '-n', '-c', '6', '-T', '120', '-f', $script, $node->connstr('postgres') ], '<', \undef, '>&', \$output);
	await($node, q{(SELECT count(*) FROM pg_locks WHERE relation = 'busy'::regclass AND mode = 'AccessShareLock') >= 3});
	unlike(finished(call($node, 'runner', $call)), qr/ERROR/, 'young readers: they do not starve it');
	is(state_now(), 'applied', 'young readers: applied');
	$readers->signal('INT');
	eval { $readers->finish };
	unlike($output, qr/ERROR/, 'young readers: none of them fails');
}

# What waits for old snapshots waits beyond any lock_timeout, also the file's own.
{
	ask($node, 'CREATE TABLE whole (a integer) PARTITION BY RANGE (a); CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (9); CREATE INDEX busy_d ON busy (d)');
	for my $statement ('CREATE INDEX CONCURRENTLY busy_b ON busy (b)', 'REINDEX INDEX CONCURRENTLY busy_b', 'DROP INDEX CONCURRENTLY busy_d', 'ALTER TABLE whole DETACH PARTITION part CONCURRENTLY')
	{
		for my $directive ('', "-- confiture: lock_timeout=50ms\n")
		{
			migration("${directive}SET lock_timeout = '50ms';\n$statement");
			my $reader = hold($node, 'old snapshot', 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) IS NULL FROM busy, whole WHERE false');
			my $runner = call($node, 'runner', q{SET lock_timeout = '60ms'}, $call);
			await($node, "EXISTS (SELECT FROM pg_locks w JOIN pg_locks h ON h.virtualxid = w.virtualxid WHERE h.pid = $reader->{pid} AND NOT w.granted AND clock_timestamp() - w.waitstart > '100ms')
				OR (SELECT max(attempts) FROM confiture.step) > 1 OR NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $runner->{pid})");
			is(ask($node, 'SELECT max(attempts) FROM confiture.step'), '1', "$statement: waits in its first attempt");
			let_go($reader);
			is(finished($runner), '', "$statement: and ends well");
			is(state_now(), 'applied', "$statement: applied");
			last if $statement !~ /^REINDEX/;
		}
	}
	is(ask($node, q{SELECT count(*) FROM pg_index WHERE NOT indisvalid}), '0', 'nothing is left INVALID');
}

# A prepared transaction.
{
	migration('ALTER TABLE other ADD b integer');
	ask($node, q{BEGIN; LOCK TABLE other IN ACCESS SHARE MODE; PREPARE TRANSACTION 'regress_prepared'});
	like(finished(call($node, 'runner', q{SET confiture.lock_wait = '100ms'}, $call)), qr/ERROR:  55P03: .*\nDETAIL:  In the way: prepared transaction 'regress_prepared' of role \w+\./, 'a prepared transaction is named');
	ask($node, q{ROLLBACK PREPARED 'regress_prepared'});
	is(finished(call($node, 'runner', $call)), '', 'and then it is applied');
}

# A deadlock, and a serialization failure: again.
{
	migration("-- confiture: lock_timeout=20s\nLOCK TABLE busy;\nSELECT pg_advisory_xact_lock(2);\nALTER TABLE other ADD c integer;\n");
	my $gate = gate(2);
	my $runner = call($node, 'runner', $call);
	await($node, waits(2));
	my $writer = hold($node, 'writer', q{SET deadlock_timeout = '10min'; BEGIN; LOCK TABLE other IN ROW EXCLUSIVE MODE});
	$writer->{in} .= "INSERT INTO busy VALUES (1);\nCOMMIT;\n";
	$writer->{run}->pump_nb;
	await($node, "EXISTS (SELECT FROM pg_locks WHERE pid = $writer->{pid} AND NOT granted)");
	let_go($gate);
	like(finished($runner), qr/^NOTICE:  00000: .*: attempt 1 of \d+ failed: deadlock detected(?!.*ERROR)/s, 'a deadlock: tried again');
	is(state_now(), 'applied', 'a deadlock: applied');
	let_go($writer);
	is($writer->{err}, '', 'a deadlock: the other one goes on');

	ask($node, 'CREATE SEQUENCE tries');
	migration(q{DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE 'not yet' USING ERRCODE = '40001'; END IF; END $$; INSERT INTO ran VALUES ('serialized')});
	is(finished(call($node, 'runner', $call)) =~ s/^LOCATION.*\n//mgr, join('', map { "NOTICE:  00000: migrations/${version}_race.up.sql, line 1: attempt $_ of 30 failed: not yet\n" } 1, 2),
		'a serialization failure: tried again');
	is(ask($node, q{SELECT count(*) FROM ran WHERE what = 'serialized'}), '1', 'a serialization failure: applied once');
}

# Who may not see what the other runs in pg_stat_activity is not shown it here.
{
	ask($node, 'CREATE ROLE regress_plain LOGIN; GRANT ALL ON SCHEMA public TO regress_plain; ALTER TABLE other OWNER TO regress_plain');
	ask($node, "GRANT $_ TO regress_plain") for split /;/, q{USAGE ON SCHEMA confiture;EXECUTE ON ALL ROUTINES IN SCHEMA confiture;SELECT ON ALL TABLES IN SCHEMA confiture};
	local $ENV{PGUSER} = 'regress_plain';
	is(finished(call($node, 'author', qq{SELECT confiture.put('migrations/@{[ ++$version ]}_race.up.sql', 'ALTER TABLE other ADD d integer')})), '', 'a stranger: loads');
	delete $ENV{PGUSER};
	my $reader = hold($node, 'reader', q{BEGIN; SELECT count(*) IS NULL AS the_secret FROM other WHERE false});
	$ENV{PGUSER} = 'regress_plain';
	my $error = finished(call($node, 'runner', q{SET confiture.lock_wait = '100ms'}, $call));
	like($error, qr/ERROR:  55P03.*In the way: pid $reader->{pid}/s, 'a stranger: the blocker is named');
	unlike($error, qr/query:|SELECT/, 'a stranger: not what he runs');
	let_go($reader);
	is(finished(call($node, 'runner', $call)), '', 'a stranger: applied');
}

# Autovacuum is cancelled, unless it prevents wraparound: then it is waited for, and named.
my $vacuums = q{EXISTS (SELECT FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.backend_type = 'autovacuum worker' AND l.relation = '%s'::regclass AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted)};
my $freezes = $vacuums =~ s/AND l.granted/AND l.granted AND a.query ~ 'to prevent wraparound'/r;
{
	my $slow = 'autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1';
	ask($node, "CREATE TABLE swept (a integer, b text) WITH ($slow, autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0, autovacuum_analyze_threshold = 1000000)");
	ask($node, q{INSERT INTO swept SELECT n, repeat('x', 500) FROM generate_series(1, 20000) n; DELETE FROM swept WHERE a % 2 = 0; SELECT pg_stat_force_next_flush()});
	migration('ALTER TABLE swept ADD c integer');
	$node->append_conf('postgresql.conf', 'autovacuum = on');
	$node->reload;
	await($node, sprintf $vacuums, 'swept');
	my $offset = -s $node->logfile;
	unlike(finished(call($node, 'runner', $call)), qr/ERROR/, 'autovacuum: not waited for');
	is(state_now(), 'applied', 'autovacuum: applied');
	like(substr(slurp_file($node->logfile), $offset), qr/canceling autovacuum task\n(?:.*\n)?.*automatic vacuum of table "postgres\.public\.swept"/, 'autovacuum: cancelled');
	ask($node, 'DROP TABLE swept');

	ask($node, "CREATE TABLE frozen (a integer, b text) WITH ($slow, autovacuum_freeze_max_age = 100000, autovacuum_vacuum_threshold = 1000000, autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 1000000)");
	ask($node, q{INSERT INTO frozen SELECT n, repeat('x', 500) FROM generate_series(1, 20000) n});
	ask($node, q{CREATE PROCEDURE age() LANGUAGE plpgsql AS 'BEGIN FOR i IN 1 .. 110000 LOOP PERFORM txid_current(); COMMIT; END LOOP; END'});
	ask($node, 'SET synchronous_commit = off; CALL age()');
	migration('ALTER TABLE frozen ADD c integer');
	await($node, sprintf $freezes, 'frozen');
	like(finished(call($node, 'runner', q{SET confiture.lock_wait = '300ms'}, $call)), qr/ERROR:  55P03: .*\nDETAIL:  In the way: pid \d+, autovacuum to prevent wraparound/,
		'autovacuum to prevent wraparound: waited for, and named');
	is(ask($node, 'SELECT ' . sprintf $freezes, 'frozen'), 't', 'autovacuum to prevent wraparound: goes on');
	$node->append_conf('postgresql.conf', 'autovacuum = off');
	$node->reload;
}

done_testing();
