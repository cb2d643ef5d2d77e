# Procedures that commit as they go, and jobs of background workers: what travels there and back, and how both sides end.
use strict;
use warnings;

use GroundFloor;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_floor('workers', conf => "session_preload_libraries = 'confiture'\nmax_worker_processes = 3\nmax_parallel_workers = 0\n");
my $workers = q{SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'confiture'};

# What a statement that refuses a transaction block does there, and what the session takes along.
is(ask($node, <<'SQL'), "t_n|t\n9MB|postgres|postgres|ground floor|ground, public|t\nr|postgres\nf|2|0", 'a worker runs any statement as the session would');
CREATE TABLE t AS SELECT generate_series(1, 1000) AS n;
CALL ground_work('CREATE INDEX CONCURRENTLY t_n ON t (n)');
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 't'::regclass;
SET work_mem = '9MB';
CALL ground_work($$CREATE TABLE seen AS SELECT current_setting('work_mem') AS work_mem, current_user, session_user,
	current_setting('application_name') AS application, current_setting('search_path'), pg_backend_pid() AS pid$$);
SELECT work_mem, current_user, session_user, application, current_setting, pid <> pg_backend_pid() FROM seen;
CREATE ROLE r;
CREATE SCHEMA AUTHORIZATION r;
CALL ground_work('CREATE TABLE r.seen AS SELECT current_user, session_user', 'r');
SELECT * FROM r.seen;
CREATE DATABASE other ALLOW_CONNECTIONS false;
CALL ground_work('CREATE TABLE here ()', database => 'other');
CREATE TABLE before AS SELECT count(*) FROM pg_database;
CALL ground_work('DROP DATABASE other');
SELECT count = (SELECT count(*) FROM pg_database), count - (SELECT count(*) FROM pg_database) + 1, (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'confiture') FROM before;
SQL
is(ask($node, q{SELECT ground_work_here('CREATE TABLE made_elsewhere ()'); SELECT to_regclass('made_elsewhere')}), 'made_elsewhere',
	'a function may start one too');

# What it says.
is(complaint($node, q{CALL ground_work($$DO 'BEGIN RAISE NOTICE ''é %'', 1; END'$$)}), "NOTICE:  00000: é 1\n", 'its notices are the caller\'s');
is(complaint($node, <<'SQL'), <<'END', 'its errors come whole');
CREATE TABLE parent (id int CONSTRAINT parent_pkey PRIMARY KEY);
INSERT INTO parent VALUES (1);
CALL ground_work('INSERT INTO parent VALUES (1)');
CALL ground_work('SELECT é FROM parent');
SQL
ERROR:  23505: duplicate key value violates unique constraint "parent_pkey"
DETAIL:  Key (id)=(1) already exists.
SCHEMA NAME:  ground
TABLE NAME:  parent
CONSTRAINT NAME:  parent_pkey
ERROR:  42703: column "é" does not exist
LINE 1: SELECT é FROM parent
               ^
QUERY:  SELECT é FROM parent
END
is(complaint($node, "CALL ground_work('SELECT 1', 'nobody')"), qq{ERROR:  42704: role "nobody" does not exist\n}, 'no such role');
is(complaint($node, "CALL ground_work('SELECT 1', database => 'nowhere')"), qq{ERROR:  3D000: database "nowhere" does not exist\n}, 'no such database');
is(complaint($node, "CALL ground_work('SELECT pg_sleep(1000)', timeout => 50)"),
	"ERROR:  57014: canceling statement due to statement timeout\n", 'it arms a timeout of its own');
is(complaint($node, "CREATE ROLE mute; SET SESSION AUTHORIZATION mute; CALL ground_work('SELECT 1')"),
	qq{ERROR:  28000: role "mute" is not permitted to log in\n}, 'who may not log in gets no worker');

# However one side ends, so does the other.
is(complaint($node, "CALL ground_work('SELECT pg_terminate_backend(pg_backend_pid())')"),
	qq{ERROR:  57P01: terminating background worker "confiture" due to administrator command\n}, 'a worker that is terminated is an error');
for my $way ('pg_cancel_backend', 'pg_terminate_backend')
{
	my $psql = start_psql($node, $way, "CALL ground_work('SELECT pg_sleep(1000)')");
	ok($node->poll_query_until('postgres', "$workers AND wait_event = 'PgSleep'", '1'), "$way: the worker runs");
	ask($node, "SELECT $way(pid) FROM pg_stat_activity WHERE application_name = '$way'");
	ended($psql);
	is(ask($node, $workers), '0', "$way: it ends before its caller does");
}

# Without a free slot a caller waits, but not for ever.
my @busy = map { start_psql($node, "busy$_", "CALL ground_work('SELECT pg_sleep(1000)')") } 1, 2;
ok($node->poll_query_until('postgres', "$workers AND wait_event = 'PgSleep'", '2'), 'all slots are taken');
is(complaint($node, "SET confiture.runner_timeout = '20ms'; CALL ground_work('SELECT 1')"), <<'END', 'no slot is free');
ERROR:  ZF050: no background worker is free
DETAIL:  All of max_worker_processes (3) are in use.
HINT:  Try again later, raise max_worker_processes and restart the server, or wait longer with confiture.runner_timeout.
END
ask($node, q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'busy%'});
ended($_) for @busy;
is(ask($node, "CALL ground_work('SELECT 1'); SELECT 7"), '7', 'then one is');

# Commits, and the lock over them.
my $locks = q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1129270854};
is(ask($node, <<"SQL"), "t|t\n0", 'each commit keeps what was done; the runner lock outlasts pg_advisory_unlock_all(), and goes in the end');
CREATE VIEW locks AS $locks;
CREATE TABLE held (n bigint);
CALL ground_commit_each(ARRAY['CREATE TABLE a ()', 'SELECT pg_advisory_unlock_all()', 'INSERT INTO held SELECT count FROM locks']);
SELECT to_regclass('a') IS NOT NULL, (SELECT n > 0 FROM held);
$locks;
SQL

log_is_clean($node);
done_testing();
