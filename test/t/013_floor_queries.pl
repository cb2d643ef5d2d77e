# Statements of our own: their values, their rows, and the plans that are kept of them.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('queries');

$node->safe_psql('postgres', <<'SQL');
SET search_path = ground;
CREATE TABLE numbers (n bigint);
CREATE TYPE unprintable;
CREATE FUNCTION unprintable_in(cstring) RETURNS unprintable LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION unprintable_out(unprintable) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'shell_out';
CREATE TYPE unprintable (input = unprintable_in, output = unprintable_out, like = int4);
SQL

is(ask($node, q{SET TimeZone = 'UTC'; SET IntervalStyle = 'postgres'; SELECT coalesce(v, 'NULL') FROM ground_values() AS v}), <<'END' =~ s/\n\z//r, 'every kind of value is a parameter');
NULL
t
-9223372036854775808
é \ ' %
{"a,\"b\"",NULL,""}
25:00:00.000001
2001-09-09 01:46:40.000001+00
text
boolean
bigint
text
text[]
interval
timestamp with time zone
{}
END
is(ask($node, q{SET TimeZone = 'UTC'; SELECT * FROM ground_results()}), '|t|1099511627776|é|{x,NULL}|00:00:01.5|2001-09-09 01:46:40.000001+00|a name',
	'and a result');
is(ask($node, 'SELECT ground_execute(1000), ground_execute(0)'), '1000|0', 'the number of rows is told');
is(ask($node, 'SELECT count(*), sum(n) FROM ground.numbers'), '1000|500500', 'they are there');

# A plan is made once in a session, whatever happens to what it is for.
my $plans = q{SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'CachedPlanSource%'};
is(ask($node, <<"SQL"), "1\n2\n1\n2\n0", 'a plan is kept, and used again');
CREATE TABLE ground.kept AS SELECT generate_series(1, 2) AS n;
SELECT * FROM ground_kept_plan();
SELECT count(*) AS plans FROM pg_backend_memory_contexts WHERE name LIKE 'CachedPlanSource%' \\gset
SELECT * FROM ground_kept_plan();
SELECT count(*) - :plans FROM pg_backend_memory_contexts WHERE name LIKE 'CachedPlanSource%';
SQL
is(ask($node, <<'SQL'), "1\n2\nx\ny\n3\n3", 'it follows its table, through DISCARD ALL, too');
SELECT * FROM ground_kept_plan();
DROP TABLE ground.kept;
CREATE TABLE ground.kept (t text, t2 text);
INSERT INTO ground.kept VALUES ('x', 'y');
SELECT * FROM ground.ground_kept_plan();
DROP TABLE ground.kept;
CREATE TABLE ground.kept AS SELECT 3 AS n;
SELECT * FROM ground.ground_kept_plan();
DISCARD ALL;
SELECT * FROM ground.ground_kept_plan();
SQL
is(ask($node, <<'SQL'), "3\n3\n3", 'a transaction that is rolled back takes no plan along');
BEGIN;
SELECT * FROM ground_kept_plan();
ROLLBACK;
SELECT * FROM ground_kept_plan();
SELECT * FROM ground_kept_plan();
SQL
is(ask($node, <<'SQL'), "42P01\n4\nf\n4", 'nor does an error, before or after it was made');
DROP TABLE ground.kept;
SELECT value FROM ground_attempt('SELECT ground_kept_plan()') WHERE field = 'sqlstate';
CREATE TABLE ground.kept AS SELECT 4 AS n;
SELECT * FROM ground_kept_plan();
BEGIN;
DROP TABLE ground.kept;
SAVEPOINT s;
\set ON_ERROR_STOP off
SELECT ground_kept_plan();
\set ON_ERROR_STOP on
ROLLBACK TO s;
SELECT to_regclass('ground.kept') IS NOT NULL;
ROLLBACK;
SELECT * FROM ground_kept_plan();
SQL
is(ask($node, 'SELECT FROM generate_series(1, 3), ground_many_plans(200); SELECT 7'), '7', 'many plans are kept');
is(complaint($node, 'SELECT ground_many_plans(600)'), "ERROR:  XX000: more than 512 kept plans\n", 'but not without a limit');

# The server's memory for them is given back to the system before they are read here.
is(ask($node, <<'SQL'), '40000|t', 'many rows of texts are read whole');
DROP TABLE ground.kept;
CREATE TABLE ground.kept AS SELECT lpad(n::text, 400, '0') AS t FROM generate_series(1, 40000) AS n;
SELECT count(*), string_agg(v, '' ORDER BY v) = (SELECT string_agg(t, '' ORDER BY t) FROM ground.kept) FROM ground_kept_plan() AS v;
SQL

# What a programmer may get wrong must not bring the server down.
is(complaint($node, 'SELECT ground_other_type()'), "ERROR:  XX000: parameter 1 of a kept plan has another type than before\n",
	'a kept plan refuses parameters of other types');
is(complaint($node, 'SELECT ground_many_params(32), ground_many_params(33)'), "ERROR:  XX000: 33 parameters, at most 32 are possible\n",
	'a statement refuses too many parameters');
is(complaint($node, 'SELECT ground_unprintable()') =~ s/CONTEXT.*//sr, "ERROR:  0A000: cannot display a value of a shell type\n",
	'a value that can not be printed is an error');

log_is_clean($node);
done_testing();
