# One runner at a time: who comes second waits, looks again and applies nothing twice. The wait polls, so the isolation tester can't see it.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('runner');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 1');
$node->start;

sub new_database
{
	my ($name) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0");
	$node->safe_psql($name, q{
		CREATE EXTENSION confiture;
		CREATE TABLE ran (what text);
		SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('INSERT INTO ran VALUES (''up %s'');', i)),
			confiture.put(format('migrations/%s_m.down.sql', i), format('INSERT INTO ran VALUES (''down %s'');', i)) FROM generate_series(1, 3) i;
		SELECT confiture.put('schema/a.sql', 'INSERT INTO ran VALUES (''built'');')});
	return $name;
}

sub session
{
	my ($database, $name) = @_;
	my $session = $node->background_psql($database, on_error_stop => 0);
	$session->query("SET application_name = '$name'; SET client_min_messages = error;");
	return $session;
}

# Starts a call and returns once the session waits for the runner lock.
sub start_waiting
{
	my ($session, $database, $call) = @_;
	$session->query_until(qr/started/, "\\echo started\n$call;\n");
	$node->poll_query_until($database, "SELECT count(*) = 1 FROM confiture.runner WHERE state = 'waits'") or die 'nobody waits';
}

sub ran { return $node->safe_psql(shift, q{SELECT string_agg(what, ', ') FROM ran}) }

my @cases = (
	[ 'up, then up',              q{SELECT count(*) FROM confiture.migrate_up()},       'COMMIT',   q{SELECT count(*) FROM confiture.migrate_up()},    0,   'up 1, up 2, up 3' ],
	[ 'up to 1, then up',         q{SELECT count(*) FROM confiture.migrate_up('1')},    'COMMIT',   q{SELECT count(*) FROM confiture.migrate_up()},    2,   'up 1, up 2, up 3' ],
	[ 'up rolled back, then up',  q{SELECT count(*) FROM confiture.migrate_up()},       'ROLLBACK', q{SELECT count(*) FROM confiture.migrate_up()},    3,   'up 1, up 2, up 3' ],
	[ 'dry run, then up',         q{SELECT count(*) FROM confiture.migrate_up(dry_run => true)}, 'COMMIT', q{SELECT count(*) FROM confiture.migrate_up()}, 3, 'up 1, up 2, up 3' ],
	[ 'up, then baseline',        q{SELECT count(*) FROM confiture.migrate_up('2')},    'COMMIT',   q{SELECT confiture.baseline('3')},                 1,   'up 1, up 2' ],
	[ 'up, then down',            q{SELECT count(*) FROM confiture.migrate_up('2')},    'COMMIT',   q{SELECT string_agg(version, ',') FROM confiture.migrate_down()}, 2, 'up 1, up 2, down 2' ],
	[ 'up, then repair',          q{SELECT count(*) FROM confiture.migrate_up('2')},    'COMMIT',   q{SELECT outcome FROM confiture.repair('2', 'test')}, 'unchanged', 'up 1, up 2' ],
	[ 'build, then build',        q{SELECT count(*) FROM confiture.build()},            'ROLLBACK', q{SELECT count(*) FROM confiture.build()},         1,   'built' ],
	[ 'build, then up',           q{SELECT count(*) FROM confiture.build()},            'COMMIT',   q{SELECT count(*) FROM confiture.migrate_up()},    0,   'built' ],
);

my $number = 0;
for my $case (@cases)
{
	my ($title, $first_call, $end, $second_call, $answer, $ran) = @$case;
	my $database = new_database('case' . ++$number);
	my ($first, $second) = (session($database, 'first'), session($database, 'second'));
	$first->query('BEGIN');
	$first->query($first_call);
	start_waiting($second, $database, $second_call);
	is($node->safe_psql($database, q{SELECT string_agg(application || ' ' || state, ', ' ORDER BY state) FROM confiture.runner WHERE pid IS NOT NULL AND role IS NOT NULL AND since IS NOT NULL}),
		'first holds, second waits', "$title: view runner shows both");
	is($node->safe_psql($database, q{SET statement_timeout = '60s'; SELECT count(*) FROM confiture.status WHERE state <> 'pending'}), 0, "$title: readers wait for nobody") ;
	$first->query($end);
	is($second->query(''), $answer, "$title: the second does what is left");
	is(ran($database), $ran, "$title: nothing ran twice");
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.verify_history()}), 0, "$title: history is whole");
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.runner}), 0, "$title: the lock is gone");
	$first->quit;
	$second->quit;
}

# Waiting ends with an error that names the holder, or with the caller's patience, and leaves no trace.
{
	my $database = new_database('busy');
	my $first = session($database, 'first');
	$first->query('BEGIN');
	$first->query('SELECT count(*) FROM confiture.migrate_up()');
	my $pid = $first->query('SELECT pg_backend_pid()');
	for my $timeout ('0', '100ms')
	{
		my ($status, $output, $errors) = $node->psql($database, "SET confiture.runner_timeout = '$timeout'; SELECT confiture.migrate_up()");
		like($errors, qr/^.*ERROR:  another session is running confiture in this database\nDETAIL:  The holder is pid $pid, role \w+, application "first", since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\nHINT:  Wait until it has ended \(SELECT \* FROM confiture\.runner\), or raise confiture\.runner_timeout\./,
			"runner_timeout $timeout names the holder");
	}
	my ($status, $output, $errors) = $node->psql($database, q{SET statement_timeout = '200ms'; SELECT confiture.migrate_up()});
	like($errors, qr/canceling statement due to statement timeout/, 'a waiter can be cancelled');
	my $second = session($database, 'second');
	start_waiting($second, $database, 'SELECT confiture.migrate_up()');
	$node->safe_psql($database, q{SELECT pg_terminate_backend(pid, 60000) FROM confiture.runner WHERE state = 'waits'});
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.runner}), 1, 'a waiter can be terminated');
	eval { $second->quit };
	$node->safe_psql($database, q{SELECT pg_terminate_backend(pid, 60000) FROM confiture.runner WHERE state = 'holds'});
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.migrate_up()}), 3, 'a holder that dies lets the next one in');
	eval { $first->quit };
}

# What a session runs shows while it runs.
{
	my $database = new_database('shown');
	$node->safe_psql($database, q{SELECT confiture.put('migrations/4_wait.sql', E'SELECT 1;\nSELECT pg_advisory_xact_lock(1);')});
	my ($first, $second) = (session($database, 'first'), session($database, 'second'));
	$second->query('SELECT pg_advisory_lock(1)');
	$first->query_until(qr/started/, "\\echo started\nSELECT count(*) FROM confiture.migrate_up();\n");
	ok($node->poll_query_until($database, q{SELECT count(*) = 1 FROM confiture.runner WHERE runs = 'confiture: migrations/4_wait.sql, statement 2'}), 'view runner shows the file and statement');
	$second->query('SELECT pg_advisory_unlock(1)');
	is($first->query(''), 4, 'it goes on');
	$_->quit for $first, $second;
}

# Two databases of one cluster migrate at once.
{
	my @databases = map { new_database($_) } 'one', 'two';
	my @sessions = map { session($_, $_) } @databases;
	for my $session (@sessions)
	{
		$session->query('BEGIN');
		$session->query('SET confiture.runner_timeout = 0');
		is($session->query('SELECT count(*) FROM confiture.migrate_up()'), 3, 'each database has a runner of its own');
	}
	is($node->safe_psql($_, 'SELECT string_agg(application, $$,$$) FROM confiture.runner'), $_, "$_ shows its own runner only") for @databases;
	$_->query('COMMIT') for @sessions;
	is(ran($_), 'up 1, up 2, up 3', "$_ is migrated") for @databases;
	$_->quit for @sessions;
}

# A prepared transaction holds the lock without a process.
{
	my $database = new_database('prepared');
	$node->safe_psql($database, q{BEGIN; SELECT confiture.migrate_up('1'); PREPARE TRANSACTION 'held'});
	my ($status, $output, $errors) = $node->psql($database, q{SET confiture.runner_timeout = 0; SELECT confiture.migrate_up()});
	like($errors, qr/DETAIL:  The holder is a prepared transaction, which stands in pg_prepared_xacts\.\n/, 'a prepared transaction is named as the holder');
	$node->safe_psql($database, q{COMMIT PREPARED 'held'});
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.migrate_up()}), 2, 'once it is committed the rest runs');
	is(ran($database), 'up 1, up 2, up 3', 'nothing ran twice');
}

# Many sessions at once: each migration runs once.
{
	my $database = new_database('many');
	$node->safe_psql($database, q{SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('INSERT INTO ran VALUES (''up %s'');', i)) FROM generate_series(4, 40) i});
	my @started = map {
		my ($output, $errors) = ('', '');
		{ output => \$output, errors => \$errors,
			process => IPC::Run::start([ 'psql', '-XqAt', '-d', $node->connstr($database), '-c', 'SELECT count(*) FROM confiture.migrate_up()' ], '<', \undef, '>', \$output, '2>', \$errors) }
	} 1 .. 12;
	$_->{process}->finish for @started;
	is(join('', map { ${ $_->{errors} } } @started), '', 'no session meets an error');
	my $sum = 0;
	$sum += ${ $_->{output} } for @started;
	is($sum, 40, 'they apply each migration once, all together');
	is($node->safe_psql($database, q{SELECT count(*), count(DISTINCT what) FROM ran}), '40|40', 'each ran once');
	is($node->safe_psql($database, q{SELECT count(*), count(DISTINCT version), max(id) FROM confiture.history}), '40|40|40', 'each is recorded once');
	is($node->safe_psql($database, q{SELECT count(*) FROM confiture.verify_history()}), 0, 'history is whole');
}

done_testing();
