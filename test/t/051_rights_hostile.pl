# Objects of others that have the names of what Confiture uses, and settings of the session, change nothing of what it does.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use Test::More;

my $node = new_server('hostile');

sub admin { return answer($node, 'postgres', @_) }

my %project = (
	'schema/00_shop.sql'       => "CREATE SCHEMA shop;\n",
	'schema/10_customer.sql'   => "CREATE TABLE customer (id integer PRIMARY KEY, name text, born date);\nINSERT INTO customer VALUES (1, 'Zo\xc3\xab', '1990-12-31');\n",
	'schema/20_count.sql'      => "CREATE VIEW number AS SELECT count(*) AS n, lower('A') || 'b' AS ab FROM customer;\n",
	'schema/30_more.sql'       => "CREATE TABLE one (at timestamptz DEFAULT now());\nCREATE TABLE two (length interval, data bytea);\n",
	'seeds/customer.sql'       => "COPY customer FROM stdin;\n2\tBob\t2001-02-03\n\\.\n",
	'migrations/1_one.up.sql'  => "CREATE TABLE shop.one (at timestamptz DEFAULT now());\n",
	'migrations/1_one.down.sql' => "DROP TABLE shop.one;\n",
	'migrations/2_two.up.sql'  => "-- confiture: requires=1\nCREATE TABLE shop.two (length interval, data bytea);\n",
	'migrations/2_two.down.sql' => "DROP TABLE shop.two;\n");
my $archive = archive_of(%project);

# A whole deployment in one session. It calls nothing but Confiture's functions and writes no operator, since those would be the enemy's. Settings
# come after the connection; the archive is a literal that reads the same under every setting.
my $deployment = <<"SQL";
SELECT path, change FROM confiture.load_archive(convert_archive());
SELECT path, change FROM confiture.load_archive(convert_archive());
SELECT confiture.environment_set('prod', ARRAY['schema/**', 'seeds/**'], ARRAY['schema/none*'], 'shop', NULL, true);
SELECT path, statements FROM confiture.build('prod');
SELECT confiture.schema_checksum('prod');
SELECT confiture.build_script('prod');
TABLE shop.customer;
TABLE shop.number;
SELECT version, statements FROM confiture.migrate_down(NULL, 2, true);
SELECT confiture.put('migrations/3_three.up.sql', '-- confiture : requires=4
CREATE TABLE shop.three (a integer)');
SELECT confiture.put('migrations/3_three.down.sql', 'DROP TABLE shop.three');
SELECT confiture.put('migrations/4_four.up.sql', 'CREATE TABLE shop.four (a integer)');
SELECT confiture.put('migrations/4_four.down.sql', 'DROP TABLE shop.four');
SELECT version, name, state, reversible, checksum_matches FROM confiture.status;
SELECT version, name FROM confiture.migrate_up('2');
\\set ON_ERROR_STOP off
SELECT version, name FROM confiture.migrate_up();
\\echo :SQLSTATE
\\set ON_ERROR_STOP on
SELECT confiture.remove('migrations/3_three.up.sql'), confiture.remove('migrations/3_three.down.sql');
SELECT version, name, statements FROM confiture.migrate_up();
SELECT confiture.put('migrations/3_three.up.sql', '-- confiture : requires=4
CREATE TABLE shop.three (a integer)');
SELECT confiture.put('migrations/3_three.down.sql', 'DROP TABLE shop.three');
SET confiture.out_of_order = 'allow';
SELECT version, name, statements FROM confiture.migrate_up();
\\set ON_ERROR_STOP off
SELECT version FROM confiture.migrate_down();
\\echo :SQLSTATE
\\set ON_ERROR_STOP on
SELECT version FROM confiture.migrate_down(steps => 2);
SELECT confiture.put('migrations/2_two.up.sql', 'SELECT 2');
SELECT version, path, problem, detail FROM confiture.verify();
SELECT confiture.repair('02', 'reviewed');
SELECT version, path, problem, detail FROM confiture.verify();
SELECT confiture.baseline('3', 'there');
SELECT version, name, state, reversible, checksum_matches FROM confiture.migrate_status();
SELECT version, name, migrations, pending, extension FROM confiture.version;
SELECT id, problem, detail FROM confiture.verify_history();
SELECT state FROM confiture.runner;
SELECT confiture.environment_remove('prod');
TABLE shop.one;
\\echo deployed
SQL
$deployment =~ s/convert_archive\(\)/$archive/g;

# What is in the tables afterwards, but for the time, read from outside.
my $record = <<'SQL';
SELECT id, action, version, name, outcome, statements, role, environment, reason, up_checksum, down_checksum, up_loaded_by, down_loaded_by,
       up_text, down_text, started_at BETWEEN now() - interval '1 hour' AND now(), duration BETWEEN '0' AND interval '1 hour'
  FROM confiture.history ORDER BY id;
SELECT path, content, checksum, origin, loaded_by, loaded_at BETWEEN now() - interval '1 hour' AND now() FROM confiture.source ORDER BY path;
SELECT version, history FROM confiture.applied ORDER BY 1;
SELECT id, problem FROM confiture.verify_history();
SELECT to_regclass('shop.three'), to_regclass('shop.four'), to_regclass('shop.two');
SQL

admin('postgres', 'CREATE ROLE mallory LOGIN; CREATE ROLE dba LOGIN SUPERUSER');
my $number = 0;
my $expected;

# Runs the deployment in a database of its own and compares output and tables with those of the first, which was made in peace.
sub deploy
{
	my ($title, %how) = @_;
	my $database = new_database($node, 'hostile_' . ++$number);
	admin($database, 'GRANT CREATE ON SCHEMA public TO PUBLIC');
	admin($database, $how{before}) if $how{before};
	answer($node, 'mallory', $database, $how{mallory}) if $how{mallory};
	my $result = try($node, $how{role} // 'postgres', $database, ($how{session} // '') . "\n$deployment");
	my $seen = "$result->{output}\n-- tables\n" . answer($node, 'dba', $database, $record);
	$seen =~ s/(?<=\|)$how{role}(?=\|)/postgres/g if $how{role};
	$result->{output} =~ /^deployed$/m or diag($result->{messages});
	return $expected = $seen if !defined $expected;
	same($seen, $how{expected} // $expected, $title);
	return $database;
}

deploy('in peace');
like($expected, qr/^2\|1\n1\|1$/m, 'the deployment went down');
like($expected, qr/^ZF036$/m, 'and met a requirement');
unlike($expected, qr/\|f$/m, 'all times are of today');
cmp_ok(scalar(my @lines = split /\n/, $expected), '>', 100, 'the deployment has much to compare');

# Every operator and function of the server over everyday types, made anew in schema public by a plain role: whoever calls one gets an error.
my $captive = <<'SQL';
CREATE FUNCTION pg_temp.everyday(types oid[]) RETURNS boolean LANGUAGE sql AS $$
    SELECT types <@ ARRAY['text', 'name', 'int2', 'int4', 'int8', 'bool', 'bytea', 'oid', 'xid', 'timestamptz', 'timestamp', 'interval', 'numeric', 'float8',
                          'text[]', 'name[]', 'varchar', 'regclass', 'regrole', 'regnamespace', 'regprocedure', '"char"', 'inet', 'date', 'time',
                          'anyelement', 'anyarray', 'anynonarray', '"any"', 'jsonb', 'json', 'unknown', 'record', 'regtype', 'aclitem', 'aclitem[]']::regtype[]::oid[]
$$;
DO $$
DECLARE made integer := 0; f record;
BEGIN
    FOR f IN SELECT p.oid, p.proname, p.proretset, format_type(p.prorettype, NULL) AS result,
                    (SELECT string_agg(format_type(t, NULL), ', ' ORDER BY n) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (t, n)) AS arguments
               FROM pg_proc p
              WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a', 'w') AND pg_temp.everyday(p.proargtypes::oid[])
                AND pg_temp.everyday(ARRAY[p.prorettype]) AND NOT p.proretset
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION public.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', f.proname, f.arguments, f.result,
                           'BEGIN RAISE EXCEPTION ''captured: ' || f.proname || '''; END');
            made := made + 1;
        EXCEPTION WHEN others THEN NULL;
        END;
    END LOOP;
    IF made < 500 THEN RAISE EXCEPTION 'only % functions were made', made; END IF;
END $$;
DO $$
DECLARE made integer := 0; o record;
BEGIN
    FOR o IN SELECT oprname, oprleft, oprright, format_type(oprleft, NULL) AS l, format_type(oprright, NULL) AS r, format_type(oprresult, NULL) AS result
               FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft <> 0
                AND pg_temp.everyday(ARRAY[oprleft, oprright, oprresult])
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION public.captive_%s_%s_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', made, o.oprleft, o.oprright, o.l, o.r, o.result,
                           'BEGIN RAISE EXCEPTION ''captured: ' || o.oprname || '''; END');
            EXECUTE format('CREATE OPERATOR public.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = public.captive_%s_%s_%s)',
                           o.oprname, o.l, o.r, made, o.oprleft, o.oprright);
            made := made + 1;
        EXCEPTION WHEN others THEN NULL;
        END;
    END LOOP;
    IF made < 200 THEN RAISE EXCEPTION 'only % operators were made', made; END IF;
END $$;
CREATE TYPE public.text AS (captured integer);
CREATE DOMAIN public.bigint AS integer CHECK (false);
CREATE DOMAIN public.name AS integer CHECK (false);
CREATE DOMAIN public.regclass AS integer CHECK (false);
CREATE TABLE public.source (path integer);
CREATE TABLE public.history (id integer);
CREATE TABLE public.pg_locks (pid integer);
CREATE TABLE public.pg_class (oid integer);
SQL
my $hostile_path = 'SET search_path = public, pg_catalog;';
my $database = deploy('functions, operators, types and tables of a plain role, before pg_catalog in the search_path',
	mallory => $captive, session => $hostile_path);
for my $bait (q{SELECT lower('A'::pg_catalog.text)}, q{SELECT 'a'::pg_catalog.text = 'a'::pg_catalog.text}, q{SELECT now()},
	q{SELECT 1::pg_catalog.int8 + 1::pg_catalog.int8}, q{SELECT 'a'::pg_catalog.text || 'b'::pg_catalog.text})
{
	like(refusal($node, 'postgres', $database, "$hostile_path $bait"), qr/^P0001 captured/, "... which do capture: $bait");
}
# What was built stands under a pinned path, so that its definition is not captured either.
is(admin($database, q{SELECT * FROM shop.number}), '2|ab', '... and not what was built');

deploy('the same behind the temporary schema', mallory => $captive, session => 'SET search_path = pg_temp, public, pg_catalog;');
# But for the types, which would be those of the files themselves.
(my $temporary = $captive) =~ s/\bpublic\./pg_temp./g;
$temporary =~ s/^CREATE (?:TYPE|DOMAIN) .*\n//mg;
deploy('the same in the temporary schema of the session', session => "$temporary SET search_path = pg_temp, pg_catalog, public;");

# Tables and views of the session with the names of ours, with triggers on them.
my $trap = <<'SQL';
CREATE FUNCTION pg_temp.trap() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'captured'; END$$;
SQL
for my $table (qw(source environment history applied generation step batch database))
{
	$trap .= "CREATE TEMPORARY TABLE $table (LIKE confiture.$table); "
	  . "CREATE TRIGGER trap BEFORE INSERT OR UPDATE OR DELETE ON pg_temp.$table FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.trap();\n";
}
$trap .= "CREATE TEMPORARY VIEW $_ AS SELECT 1 AS captured;\n" for qw(runner status version pg_locks pg_stat_activity pg_database pg_class);
deploy('temporary tables and views of our names', session => "$trap SET search_path = pg_temp, confiture, pg_catalog;");

# Settings.
my %setting = (
	DateStyle => 'German, YMD', IntervalStyle => 'sql_standard', TimeZone => 'Asia/Kathmandu', bytea_output => 'escape', extra_float_digits => -15,
	quote_all_identifiers => 'on', array_nulls => 'off', transform_null_equals => 'on', row_security => 'off',
	session_replication_role => 'replica', backslash_quote => 'off', check_function_bodies => 'off', xmloption => 'document',
	plan_cache_mode => 'force_generic_plan', enable_seqscan => 'off', enable_indexscan => 'off', lc_messages => 'C', lc_numeric => 'C',
	default_transaction_deferrable => 'on', default_toast_compression => 'pglz', jit_above_cost => 0,
	force_parallel_mode => 'on', statement_timeout => '1min', lock_timeout => '1min', idle_in_transaction_session_timeout => '1min',
	default_table_access_method => 'heap', timezone_abbreviations => 'India', constraint_exclusion => 'on', geqo_threshold => 2,
	createrole_self_grant => 'set', parallel_leader_participation => 'off', escape_string_warning => 'on', standard_conforming_strings => 'on');
my $known = admin('postgres', 'SELECT name FROM pg_settings');
my @settings = grep { $known =~ /^$_$/mi } sort keys %setting;
cmp_ok(scalar @settings, '>', 25, 'most settings are known to this server');
my $set = join "\n", "SET search_path = '';", map { "SET $_ = '$setting{$_}';" } @settings;
# The output of the tables of the project themselves follows the settings, as it does everywhere.
(my $shown = $expected) =~ s/\|1990-12-31$/|31.12.1990/m;
$shown =~ s/\|2001-02-03$/|03.02.2001/m;
deploy('settings of every kind, and an empty search_path', session => $set, expected => $shown);
my $escapes = admin('postgres', q{SELECT count(*) FROM pg_settings WHERE name = 'standard_conforming_strings' AND
	(SELECT current_setting('server_version_num')::int < 190000)});
deploy('backslashes in strings', session => 'SET escape_string_warning = off; SET standard_conforming_strings = off;') if $escapes;

# A client in another encoding reads and writes the same text.
my ($output, $tables) = split /(?=^-- tables)/m, $expected;
like($output, qr/Zo\xc3\xab/, 'the name is in the output');
$output =~ s/Zo\xc3\xab/Zo\xeb/g;
deploy('a client in LATIN1', session => "SET client_encoding = 'LATIN1';", expected => $output . $tables);

# Isolation: what takes the runner lock says what it wants; all else works.
my $isolated = new_database($node, 'isolated');
for my $level ('serializable', 'repeatable read')
{
	my $session = "SET default_transaction_isolation = '$level';";
	is(answer($node, 'postgres', $isolated, "$session SELECT length(confiture.put('schema/a.sql', 'SELECT ''$level'''))"), '64', "$level: puts");
	is(refusal($node, 'postgres', $isolated, "$session SELECT confiture.build()"),
		'ZF042 confiture.build() needs transaction isolation level "read committed"', "$level: build is refused");
	is(answer($node, 'postgres', $isolated, "$session SELECT * FROM confiture.migrate_status()"), '', "$level: reads");
}

# Event triggers, rules and triggers of others see what the files do, and nothing of ours.
my $witness = <<'SQL';
CREATE TABLE public.spare (a integer);
CREATE RULE other AS ON INSERT TO public.spare DO INSTEAD NOTHING;
CREATE TABLE public.seen (tag text, who name);
GRANT INSERT ON public.seen TO PUBLIC;
CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO public.seen VALUES (tg_tag, current_user); END$$;
CREATE EVENT TRIGGER starts ON ddl_command_start EXECUTE FUNCTION public.watch();
CREATE EVENT TRIGGER ends ON ddl_command_end EXECUTE FUNCTION public.watch();
CREATE EVENT TRIGGER drops ON sql_drop EXECUTE FUNCTION public.watch();
SQL
$database = deploy('event triggers and rules', before => $witness);
is(admin($database, 'SELECT tag, count(*) FROM public.seen GROUP BY 1 ORDER BY 1'),
	"CREATE SCHEMA|2\nCREATE TABLE|10\nCREATE VIEW|2\nDROP TABLE|6", 'which see the statements of the files and nothing else');

# A role named like the schema gets it first by "$user".
admin('postgres', 'CREATE ROLE confiture LOGIN');
$database = deploy('a role named confiture', role => 'confiture', session => 'SET search_path = "$user", public;', before => <<"SQL");
GRANT USAGE ON SCHEMA confiture TO confiture;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO confiture;
GRANT SELECT ON ALL TABLES IN SCHEMA confiture TO confiture;
GRANT CREATE ON DATABASE hostile_@{[$number + 1]} TO confiture;
SQL
is(refusal($node, 'confiture', $database, 'CREATE TABLE stray ()'), '42501 permission denied for schema confiture', 'he makes nothing in our schema');
is(refusal($node, 'confiture', $database, q{SELECT confiture.environment_set('own', search_path => '"$user", public')}),
	'22023 "$user" is not allowed in a search_path', 'an environment does not depend on who calls');
is(refusal($node, 'confiture', $database, q{SET confiture.search_path = '"$user"'; SELECT confiture.put('migrations/9_x.sql', 'SELECT 1'); SELECT confiture.migrate_up()}),
	'22023 "$user" is not allowed in a search_path', 'nor does a migration');

done_testing();
