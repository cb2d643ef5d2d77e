# Subtransactions and scopes: what was as it was before is so again behind them, in success and in error.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('scopes');

$node->safe_psql('postgres', <<'SQL');
CREATE TABLE public.numbers (n integer PRIMARY KEY);
CREATE TABLE public.seen (what text, who name, session name, path text, lock_timeout text);
GRANT ALL ON public.numbers, public.seen TO PUBLIC;
CREATE FUNCTION public.see(what text) RETURNS void LANGUAGE sql AS
    $$INSERT INTO public.seen VALUES (what, current_user, session_user, current_setting('search_path'), current_setting('lock_timeout'))$$;
CREATE FUNCTION public.seen() RETURNS SETOF text LANGUAGE sql AS
    $$WITH gone AS (DELETE FROM public.seen RETURNING seen.*) SELECT concat_ws(' ', what, who, session, path, lock_timeout) FROM gone$$;
CREATE ROLE owner;
CREATE ROLE guest LOGIN;
GRANT owner TO guest;
GRANT CREATE ON SCHEMA public TO PUBLIC;
SQL

# Subtransactions.
is(ask($node, <<'SQL'), "t\n3,5", 'attempt() takes back what failed, and nothing else');
BEGIN;
INSERT INTO numbers VALUES (3);
SELECT count(*) > 0 FROM ground_attempt('INSERT INTO numbers VALUES (4); SELECT 1 / 0');
SELECT FROM ground_attempt('INSERT INTO numbers VALUES (5)');
COMMIT;
SELECT string_agg(n::text, ',' ORDER BY n) FROM numbers;
SQL

is(ask($node, <<'SQL'), "6,8", 'attempts nest: each takes back its own work');
TRUNCATE numbers;
SELECT count(*) FROM ground_attempt($$
    INSERT INTO numbers VALUES (6);
    SELECT * FROM ground_attempt('INSERT INTO numbers VALUES (7); SELECT 1 / 0');
    INSERT INTO numbers VALUES (8)$$) \gset
SELECT string_agg(n::text, ',' ORDER BY n) FROM numbers;
SQL

is(ask($node, <<'SQL'), "thrown in the subtransaction\n0", 'a C++ exception takes back the work of its subtransaction, and goes on');
TRUNCATE numbers;
BEGIN;
SELECT ground_throw_in_attempt('INSERT INTO numbers VALUES (1)');
SELECT count(*) FROM numbers;
COMMIT;
SQL

is(ask($node, <<'SQL'), "t\n0", 'roll_back() leaves nothing of what succeeded');
BEGIN;
SELECT ground_roll_back('INSERT INTO numbers VALUES (1); CREATE TABLE gone ()');
SELECT to_regclass('gone') IS NULL AND NOT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock');
SELECT count(*) FROM numbers;
COMMIT;
SQL
is(complaint($node, q{SELECT ground_roll_back('SELECT 1 / 0')}),
	"ERROR:  22012: division by zero\nCONTEXT:  SQL statement \"SELECT 1 / 0\"\n", 'an error leaves roll_back()');

is(ask($node, <<'SQL'), 0, 'locks of what failed are given back');
BEGIN;
SELECT count(*) FROM ground_attempt('LOCK TABLE numbers IN EXCLUSIVE MODE; SELECT 1 / 0') \gset
SELECT count(*) FROM pg_locks WHERE relation = 'numbers'::regclass;
COMMIT;
SQL

for my $call ('SELECT * FROM ground_attempt(%s)', 'SELECT ground_roll_back(%s)', q{SELECT * FROM ground_attempt($b$SELECT * FROM ground_attempt(%s)$b$)})
{
	my $cancelled = sprintf $call, q{$a$SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)$a$};
	my $timed_out = sprintf $call, q{$a$SELECT pg_sleep(60)$a$};
	like(complaint($node, $cancelled),
		qr/^ERROR:  57014: canceling statement due to user request$/m, "a cancel passes through $call");
	like(complaint($node, "SET statement_timeout = '50ms'; $timed_out"),
		qr/^ERROR:  57014: canceling statement due to statement timeout$/m, "the caller's timeout passes through $call");
}

# What no SQL can see.
for my $call ('attempt', 'attempt in attempt', 'exception in attempt', 'roll_back', 'scope', 'exception in scope', 'query', 'script')
{
	for my $sql ('INSERT INTO numbers SELECT max(n) + 1 FROM numbers', 'SELECT 1 / 0', 'SELECT 1; SELECT ground_throw($$problem$$)',
		'CREATE TEMP TABLE t AS SELECT 1; DECLARE c CURSOR FOR SELECT * FROM t; FETCH c; SELECT nothing')
	{
		is(ask($node, "SELECT ground_differences('$call', \$sql\$$sql\$sql\$)"), '',
			"memory, owner of resources, user and stacks are as before behind $call of $sql");
	}
}

# Our own statements, called by somebody else, under a hostile search_path.
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$SELECT 'hostile'$$;
CREATE FUNCTION public.plus(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 666';
CREATE OPERATOR public.+ (leftarg = integer, rightarg = integer, function = public.plus);
SQL
my $guest = 'SET SESSION AUTHORIZATION guest; SET search_path = public, ground, pg_catalog; SET row_security = on;';
is(ask($node, "$guest SELECT lower('x'), 1 + 1"), 'hostile|666', 'the path is hostile');
is(ask($node, "$guest SELECT * FROM ground_surroundings()"), "postgres\nguest\npg_catalog, pg_temp\noff\nx\n2\nxy",
	'our own statements run as the owner of our tables, under their own path');
is(ask($node, "$guest SELECT * FROM ground_surroundings() \\g /dev/null\nSELECT current_user, session_user, current_setting('search_path'), current_setting('row_security')"),
	'guest|guest|public, ground, pg_catalog|on', 'behind them the caller is himself');
is(complaint($node, "$guest SELECT ground_restricted()") =~ s/CONTEXT.*//sr,
	"ERROR:  42501: cannot set parameter \"role\" within security-definer function\n", 'they can not leave that scope');
is(ask($node, <<"SQL"), 'guest|guest|public, ground, pg_catalog|on', 'nor stay in it by an error');
$guest
DO \$\$ BEGIN PERFORM ground_kept_plan(); EXCEPTION WHEN undefined_table THEN NULL; END \$\$;
SELECT current_user, session_user, current_setting('search_path'), current_setting('row_security');
SQL

# The scope of a file.
is(ask($node, <<'SQL'), "in owner guest pg_catalog, public 1234ms\nout guest guest public 0", 'a file runs under its path, role and lock timeout');
SET SESSION AUTHORIZATION guest; SET search_path = public, ground;
SELECT ground_scoped($$SELECT public.see('in')$$, 'pg_catalog, public', set_role => 'owner', lock_timeout => 1234);
SELECT public.see('out') \g /dev/null
SELECT replace(seen(), 'public, ground', 'public');
SQL
is(ask($node, <<'SQL'), "in owner guest public 0\nowner\nguest", 'a file that runs as a role creates what that role owns');
SET SESSION AUTHORIZATION guest; SET search_path = public, ground;
SELECT ground_scoped($$SELECT public.see('in'); CREATE TABLE public.of_owner ()$$, run_as => 'owner');
SELECT seen();
SELECT relowner::regrole FROM pg_class WHERE oid = 'of_owner'::regclass;
SELECT current_user;
SQL
for my $statement ('RESET ROLE', 'SET ROLE postgres', 'SET SESSION AUTHORIZATION DEFAULT', 'SET SESSION AUTHORIZATION postgres')
{
	like(complaint($node, "SELECT ground_scoped('$statement', run_as => 'owner')"),
		qr/^ERROR:  42501: cannot set parameter "\w+" within security-definer function$/m, "it can not leave that role by $statement");
}
for my $argument ('set_role', 'run_as')
{
	like(complaint($node, "SELECT ground_scoped('SELECT 1', $argument => 'nobody at all')"),
		qr/^ERROR:  \w{5}: (?:role "nobody at all" does not exist|invalid value for parameter "role": "nobody at all")$/m,
		"a role that does not exist is refused as $argument");
}
like(complaint($node, "SET SESSION AUTHORIZATION guest; SELECT ground_scoped('SELECT 1', set_role => 'postgres')"),
	qr/^ERROR:  42501: permission denied to set role "postgres"$/m, 'a role that the caller is no member of is refused');

# Whatever a file does to the session ends with it.
my $havoc = <<'SQL';
SET search_path = nowhere;
SELECT pg_catalog.set_config('search_path', '', false);
SET LOCAL TimeZone = 'Asia/Tokyo';
SET DateStyle = 'German';
SET lock_timeout = 1;
SET statement_timeout = 7654321;
SET work_mem = '64kB';
RESET ALL;
SET confiture.out_of_order = 'allow';
SET my.own = 'x';
SET ROLE owner;
SET SESSION AUTHORIZATION guest;
SET default_transaction_isolation = 'serializable';
SQL
my $session = q{SELECT current_user, session_user, md5(string_agg(concat(name, '=', setting), ',' ORDER BY name COLLATE "C")),
	current_setting('my.own', true) FROM pg_settings};
my $mine = q{LOAD 'plpgsql'; LOAD 'confiture'; SET TimeZone = 'Europe/Paris'; SET my.own = 'mine'; SET ROLE owner; SET search_path = ground, pg_catalog; SET lock_timeout = '3s';};

sub same_session
{
	my ($what, $around) = @_;
	my @answers = split /\n/, ask($node, "$mine $session;\n$around\n$session;");
	is($answers[-1], $answers[0], "settings and roles are the caller's again $what");
	like($answers[0], qr/^owner\|postgres\|\w{32}\|mine$/, "the caller has some of his own, $what");
}

same_session('behind a file', "SELECT ground_scoped(\$file\$$havoc\$file\$) \\g /dev/null");
same_session('behind a file that ran as a role of its own', "SELECT ground_scoped(\$file\$$havoc\$file\$, set_role => 'owner', lock_timeout => 5) \\g /dev/null");
same_session('behind a file and the end of its transaction', "BEGIN; SELECT ground_scoped(\$file\$$havoc\$file\$) \\g /dev/null\nCOMMIT;");
same_session('behind a failing file in a subtransaction',
	"DO \$do\$ BEGIN PERFORM ground_scoped(\$file\$$havoc SELECT 1 / 0\$file\$); EXCEPTION WHEN division_by_zero THEN NULL; END \$do\$;");
same_session('behind a failing file and its transaction',
	"\\set ON_ERROR_STOP off\nSELECT ground_scoped(\$file\$$havoc SELECT 1 / 0\$file\$);\n");
same_session('behind a file that throws',
	"\\set ON_ERROR_STOP off\nSELECT ground_scoped(\$file\$$havoc SELECT ground.ground_throw('bad_alloc')\$file\$);\n");

# Deferred constraints are the file's own affair, its role included.
$node->safe_psql('postgres', <<'SQL');
SET search_path = public;
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (parent integer CONSTRAINT of_parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
CREATE FUNCTION see_trigger() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM see('trigger'); RETURN NULL; END$$;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON child DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION see_trigger();
GRANT ALL ON parent, child TO PUBLIC;
SQL
like(complaint($node, q{BEGIN; SELECT ground_scoped('INSERT INTO child VALUES (1)'); SELECT 'not reached';}),
	qr/^ERROR:  23503: insert or update on table "child" violates foreign key constraint "of_parent"$/m, 'a deferred violation belongs to the file');
is(ask($node, <<'SQL'), "2\ntrigger owner guest public 0", 'a deferred trigger fires as the role of the file, and the next file may be late again');
SET SESSION AUTHORIZATION guest; SET search_path = public, ground;
BEGIN;
SELECT ground_scoped('INSERT INTO child VALUES (1); INSERT INTO parent VALUES (1)', run_as => 'owner');
SELECT ground_scoped('INSERT INTO child VALUES (2); INSERT INTO parent VALUES (2)', run_as => 'owner');
COMMIT;
SELECT count(*) FROM child;
SELECT DISTINCT seen();
SQL

is(complaint($node, q{SET default_transaction_read_only = on; SELECT ground_require('this call', 'writable')}),
	"ERROR:  25006: cannot execute this call in a read-only transaction\n", 'a call that writes refuses a read-only transaction');
for my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	like(complaint($node, "BEGIN ISOLATION LEVEL $level; SELECT ground_require('this call', 'isolation')"),
		qr/^ERROR:  ZF042: this call needs transaction isolation level "read committed"\n/m, "a call can refuse $level");
}
is(complaint($node, q{SELECT ground_require('this call', 'writable'), ground_require('this call', 'isolation')}), '', 'else it refuses nothing');

log_is_clean($node);
done_testing();
