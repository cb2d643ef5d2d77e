# A database with an older version in it is updated, or its dump restored here: nothing of it is lost, and it has what a fresh install has.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node = new_server('upgrade');

# Of each version: what its dump in cases/upgrade has, and how the database goes on. `early` is what a newer library says before the update.
my %versions = (
	'0.1.0' => {
		pending => 'pending',
		formats => '8|0|8',
		up      => 'SELECT version FROM confiture.migrate_up()',
		early   => [ '42P01', qr/ALTER EXTENSION confiture UPDATE$/ ],
	},
	'0.2.0' => {
		pending => 'failed',
		formats => '0|7|8',
		up      => 'CALL confiture.migrate()',
		early   => [ 'ZF053', qr/^To go on: CALL confiture\.migrate\(\)/ ],
	});
die 'a version without a dump' if grep { !$versions{ m{--(.*)\.sql$} ? $1 : '' } } glob "$RealBin/../../sql/versions/*.sql";

sub dump_of { return "$RealBin/../cases/upgrade/$_[0].sql" }

sub admin { return answer($node, 'postgres', @_) }

admin('postgres', "CREATE ROLE $_ LOGIN") for qw(regress_deployer regress_observer regress_other);
admin('postgres', 'CREATE ROLE dba LOGIN SUPERUSER');

sub empty_database
{
	my ($name) = @_;
	admin('postgres', "CREATE DATABASE $name TEMPLATE template0");
	return $name;
}

# Restores a plain dump by psql and returns the errors.
sub restore
{
	my ($database, $file) = @_;
	my ($output, $errors) = ('', '');
	IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database) . " user='postgres'", '-f', $file ], '<', \undef, '>', \$output, '2>', \$errors);
	return join "\n", $errors =~ /ERROR: .*/g;
}

# A database as that version left it.
sub old_database
{
	my ($name, $version) = @_;
	my $database = empty_database($name);
	admin($database, "CREATE EXTENSION confiture VERSION '$version'");
	is(restore($database, dump_of($version)), '', "$database: holds what $version had");
	return $database;
}

# All that the extension is made of, but for who was granted what.
sub shape
{
	return admin($_[0], <<'SQL');
CREATE TEMP TABLE member AS SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
    AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'confiture');
SELECT 'version', extversion, (SELECT string_agg(concat(c::regclass, ' ', w), ', ' ORDER BY c::regclass::text COLLATE "C") FROM unnest(extconfig, extcondition) AS t (c, w))
  FROM pg_extension WHERE extname = 'confiture';
SELECT 'member', pg_describe_object(classid, objid, 0), obj_description(objid, classid::regclass::name) FROM member ORDER BY 2;
SELECT 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attstorage, attcollation::regcollation,
       pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attrelid IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attrelid::regclass::text COLLATE "C", attnum;
SELECT 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE conrelid IN (SELECT objid FROM member) ORDER BY conrelid::regclass::text COLLATE "C", conname;
SELECT 'index', pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN (SELECT objid FROM member) ORDER BY 2;
SELECT 'trigger', pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger
 WHERE tgrelid IN (SELECT objid FROM member) AND NOT tgisinternal ORDER BY 2;
SELECT 'view', oid::regclass, pg_get_viewdef(oid) FROM pg_class WHERE oid IN (SELECT objid FROM member) AND relkind = 'v' ORDER BY oid::regclass::text COLLATE "C";
SELECT 'function', oid::regprocedure, prokind, pg_get_function_arguments(oid), pg_get_function_result(oid), prosrc, probin, provolatile, proparallel,
       proisstrict, prosecdef, proconfig
  FROM pg_proc WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) ORDER BY oid::regprocedure::text COLLATE "C";
SELECT 'owner', owner::regrole, count(*)
  FROM (SELECT relowner FROM pg_class WHERE relnamespace = 'confiture'::regnamespace UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace
        UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'confiture') AS o (owner) GROUP BY 1, 2;
SELECT 'at first', pg_describe_object(classoid, objoid, objsubid), initprivs FROM pg_init_privs JOIN member ON (classid, objid) = (classoid, objoid) ORDER BY 2;
SQL
}

# Who was granted what by name, but for the owner.
sub grants
{
	return admin($_[0], <<'SQL');
SELECT DISTINCT kind, name, part, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, privilege_type, is_grantable
  FROM (SELECT 'schema', nspname, NULL, nspacl, nspowner FROM pg_namespace WHERE nspname = 'confiture'
        UNION ALL SELECT 'table', relname, NULL, relacl, relowner FROM pg_class WHERE relnamespace = 'confiture'::regnamespace
        UNION ALL SELECT 'column', relname, attname, attacl, relowner FROM pg_class c JOIN pg_attribute ON attrelid = c.oid WHERE relnamespace = 'confiture'::regnamespace
        UNION ALL SELECT 'function', proname, NULL, coalesce(proacl, acldefault('f', proowner)), proowner FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace
       ) AS o (kind, name, part, acl, owner), aclexplode(acl)
 WHERE grantee <> owner ORDER BY 1, 2, 3, 4, 5;
SQL
}

# What is kept of the user's, and how it is seen. Columns that came later are not named.
sub kept
{
	return admin($_[0], <<'SQL');
SET TimeZone = 'UTC';
TABLE confiture.source ORDER BY path;
TABLE confiture.environment ORDER BY name;
SELECT id, action, version, name, outcome, statements, started_at, duration, role, application, client, server_version, environment, reason, up_text, down_text,
       up_checksum, down_checksum, up_loaded_by, down_loaded_by, up_approved_by, down_approved_by, hash FROM confiture.history ORDER BY id;
TABLE confiture.applied ORDER BY version;
SELECT version, name, state, reversible, applied_at, applied_by, duration, checksum_matches FROM confiture.status;
SELECT version, name, applied_at, applied_by, migrations, pending FROM confiture.version;
SELECT * FROM confiture.verify();
SQL
}

sub goes_on
{
	my ($database, $version) = @_;
	my $expected = $versions{$version};
	is(admin($database, 'SELECT * FROM confiture.verify_history()'), '', "$database: history verifies");
	admin($database, $expected->{up});
	is(admin($database, q{SELECT state FROM confiture.status WHERE version = '005'}), 'applied', "$database: migrates up");
	admin($database, q{SELECT confiture.put('migrations/005_five.down.sql', 'DROP TABLE five')});
	like(admin($database, q{SELECT confiture.repair('004', 'found'), confiture.repair('005', 'found')}), qr/repaired.*repaired/, "$database: repairs");
	admin($database, 'CREATE TABLE four ()');
	is(admin($database, 'SELECT version FROM confiture.migrate_down(steps => 5)'), "005\n004\n003\n002\n001", "$database: migrates down, by the texts that $version stored too");
	is(admin($database, q{SELECT count(*) FILTER (WHERE hash LIKE '1-%'), count(*) FILTER (WHERE hash LIKE '2-%'), count(*) FILTER (WHERE hash LIKE '3-%') FROM confiture.history}), $expected->{formats},
		"$database: new rows have the new format");
	is(admin($database, 'SELECT * FROM confiture.verify_history()'), '', "$database: the chain goes on");
	my $disable = 'BEGIN; ALTER TABLE confiture.history DISABLE TRIGGER guard_write; UPDATE confiture.history SET';
	is(admin($database, "$disable $_ WHERE id = 4; SELECT id, problem FROM confiture.verify_history(); ROLLBACK"), '4|hash', "$database: $_ shows in an old row")
	  for "message = 'x'", "sqlstate = ''", "outcome = 'failed'", "role = 'x'";
}

my $fresh = new_database($node, 'fresh');
my $newest = admin($fresh, q{SELECT extversion FROM pg_extension WHERE extname = 'confiture'});
my $shape = shape($fresh);
my $signatures = q{SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace ORDER BY oid::regprocedure::text COLLATE "C"};
is(grants($fresh), '', 'a fresh install grants nothing');

# Nothing but the extension; default privileges of the superuser who updates would give everything away. Returns the signatures of its functions.
sub update_bare
{
	my ($version) = @_;
	my $database = empty_database("bare_$version" =~ s/\./_/gr);
	admin($database, "CREATE EXTENSION confiture VERSION '$version'");
	isnt(shape($database), $shape, "$database: $version is another");
	my $signatures_of_old = admin($database, $signatures);
	answer($node, 'dba', $database, "ALTER DEFAULT PRIVILEGES GRANT ALL ON $_ TO PUBLIC, regress_other") for qw(TABLES);
	answer($node, 'dba', $database, "ALTER DEFAULT PRIVILEGES GRANT ALL ON $_ TO regress_other WITH GRANT OPTION") for qw(ROUTINES TYPES SEQUENCES);
	admin($database, "ALTER DATABASE $database SET confiture_update.known = '{}'; ALTER DATABASE $database SET confiture_update.granted = 'x'");
	answer($node, 'dba', $database, 'ALTER EXTENSION confiture UPDATE');
	same(shape($database), $shape, "$database: updated, it is as a fresh one");
	is(grants($database), '', "$database: nobody was granted anything");
	return $signatures_of_old;
}

# With files, history and grants, while a session goes on that began before.
sub update_used
{
	my ($version) = @_;
	my $expected = $versions{$version};
	my $database = old_database("used_$version" =~ s/\./_/gr, $version);
	my ($kept, $grants) = (kept($database), grants($database));
	like($grants, qr/^function\|repair\|\|regress_deployer\|EXECUTE\|f$/m, "$database: a function is granted");
	like($grants, qr/^column\|history\|hash\|regress_observer\|SELECT\|f$/m, "$database: a column is granted");
	my $rows = admin($database, 'SELECT count(*) FROM confiture.history');

	my $before = $node->background_psql($database);
	is($before->query('SELECT count(*) FROM confiture.status'), 5, "$database: a session loads the library before");
	is($before->query(q{SELECT confiture.put('schema/30_more.sql', 'SELECT 1') IS NULL}), 'f', '... and puts a file');
	is($before->query(q{SELECT confiture.remove('schema/30_more.sql')}), 't', '... and takes it away again');

	my $early = try($node, 'postgres', $database, 'SELECT confiture.migrate_up()');
	my ($state, $hint) = @{ $expected->{early} };
	is($early->{state}, $state, "$database: a newer library before the update");
	like($early->{hint}, $hint, '... says what to do');
	is(refusal($node, 'regress_deployer', $database, 'ALTER EXTENSION confiture UPDATE'), '42501 must be owner of extension confiture', "$database: a deployer may not update");
	answer($node, 'dba', $database, 'ALTER EXTENSION confiture UPDATE');
	same(kept($database), $kept, "$database: everything is kept");
	same(grants($database), $grants, "$database: grants are kept, and none came");
	same(shape($database), $shape, "$database: it is as a fresh one");

	my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
	PostgreSQL::Test::Utils::system_or_bail('pg_dump', '-U', 'postgres', '-f', $dump, '-h', $node->host, '-p', $node->port, $database);
	my $again = empty_database("again_$version" =~ s/\./_/gr);
	is(restore($again, $dump), '', "$database: its dump is restored");
	same(kept($again), $kept, '... with everything');
	same(grants($again), $grants, '... and with the grants');

	is($before->query(q{SELECT state FROM confiture.status WHERE version = '005'}), $expected->{pending}, "$database: the session from before goes on");
	is($before->query('SELECT outcome FROM confiture.repair($$004$$, $$found$$)'), 'repaired', '... and writes history');
	$before->quit;
	is(answer($node, 'regress_deployer', $database, 'SELECT count(*) FROM confiture.status WHERE applied_by IS NOT NULL'), 4, "$database: a deployer sees what is applied");
	is(answer($node, 'regress_observer', $database, 'SELECT count(hash) FROM confiture.history'), $rows + 1, "$database: an observer reads history");
}

# The dump of an older version, restored where this one is: pg_dump names no version. What was granted on functions whose arguments have
# changed is lost, and said so.
sub restore_here
{
	my ($version, $signatures_of_old) = @_;
	my $database = empty_database("restored_$version" =~ s/\./_/gr);
	my %new = map { $_ => 1 } split /\n/, admin($fresh, $signatures);
	my @gone = grep { !$new{$_} } split /\n/, $signatures_of_old;
	my $lost = join "\n", map { 'ERROR:  function ' . s/,/, /gr . ' does not exist' } @gone;
	is(restore($database, dump_of($version)), $lost, "$database: but for what was granted on functions that are no more, all goes");
	same(shape($database), $shape, "$database: it is as a fresh one");
	goes_on($database, $version);
}

for my $version (sort keys %versions)
{
	is(admin($fresh, "SELECT path FROM pg_extension_update_paths('confiture') WHERE source = '$version' AND target = '$newest'"), "$version--$newest",
		"one script leads here from $version");
	my $signatures_of_old = update_bare($version);
	update_used($version);
	my $onward = old_database("onward_$version" =~ s/\./_/gr, $version);
	admin($onward, 'ALTER EXTENSION confiture UPDATE');
	goes_on($onward, $version);
	restore_here($version, $signatures_of_old);
}

# Functions that are declared as another version would.
for my $case ([ 'with fewer arguments', '(path text) RETURNS text', 'confiture_source_put', q{old('schema/a.sql')} ],
	[ 'with fewer columns', '(OUT version text, OUT name text) RETURNS SETOF record', 'confiture_migrate_status', 'old()' ])
{
	my ($title, $declared, $symbol, $call) = @$case;
	my $result = try($node, 'postgres', 'restored_0_1_0', "CREATE FUNCTION pg_temp.old$declared LANGUAGE c AS '\$libdir/confiture', '$symbol'; SELECT pg_temp.$call");
	is("$result->{state} $result->{message}", 'ZF045 extension "confiture" is not of the version of its library in this database', "$title: refused");
	like($result->{hint}, qr/^ALTER EXTENSION confiture UPDATE/, "$title: and says what to do");
}

done_testing();
