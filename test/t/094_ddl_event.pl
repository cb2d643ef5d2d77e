# DDL outside of confiture, recorded and refused where sessions, restores, other programs and a missing library make it hard.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node   = new_server('events');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $cron   = -e (qx(pg_config --pkglibdir) =~ s/\n//r) . '/pg_cron.so';

sub admin { return answer($node, 'postgres', @_) }
sub events { return admin($_[0], q{SELECT tag, session_role, statement FROM confiture.ddl_event ORDER BY happened_at}) }

sub enable
{
	my ($database) = @_;
	admin($database, "ALTER EVENT TRIGGER confiture_ddl_$_ ENABLE") for qw(start end drop);
}

sub run_program
{
	my ($program, @arguments) = @_;
	my ($output, $errors) = ('', '');
	my $done = IPC::Run::run([ $program, '-h', $node->host, '-p', $node->port, '-U', 'postgres', @arguments ], '>', \$output, '2>', \$errors);
	return ($done, $output, $errors);
}

if ($cron)
{
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'shop'\ncron.use_background_workers = on\n");
	$node->restart;
}
admin('postgres', 'CREATE ROLE joe LOGIN');
new_database($node, 'shop');
admin('shop', 'GRANT CREATE ON SCHEMA public TO joe');
admin('shop', q{CREATE EXTENSION pg_cron; SELECT cron.schedule('* * * * *', 'CREATE TABLE IF NOT EXISTS public.by_cron ()')}) if $cron;
enable('shop');
admin('postgres', 'ALTER DATABASE shop SET confiture.record_ddl = on');

# A session that knows nothing of confiture, and has no right on it: its first statement is recorded like any other.
answer($node, 'joe', 'shop', "CREATE TABLE first (a serial);\nCREATE TABLE second ()");
is(events('shop'), "CREATE TABLE|joe|CREATE TABLE first (a serial)\nCREATE TABLE|joe|CREATE TABLE second ()", 'the first statement of a session is recorded with its text');
answer($node, 'joe', 'shop', 'CREATE TABLE third ()');
admin('shop', 'DELETE FROM confiture.ddl_event');
my ($done) = run_program('psql', '-X', '-o', '/dev/null', '-d', 'shop', '-c', "SELECT 'geheim'; DROP TABLE third; -- geheim
 CREATE TABLE fourth ()");
ok($done, 'a string of several statements');
is(events('shop'), "DROP TABLE|postgres|DROP TABLE third\nCREATE TABLE|postgres|CREATE TABLE fourth ()", '... is recorded statement by statement');
admin('shop', 'DELETE FROM confiture.ddl_event');

# Only a superuser says what is recorded and refused, however early a session tries.
admin('postgres', 'ALTER DATABASE shop SET confiture.guard_ddl = on');
is(refusal($node, 'joe', 'shop', 'CREATE TABLE fifth ()') =~ s/ .*//r, 'ZF087', 'a session that knows nothing of confiture is refused');
is(refusal($node, 'joe', 'shop', "SET confiture.guard_ddl = off;\nCREATE TABLE fifth ()") =~ s/ .*//r, 'ZF087', '... also where it sets the setting before that is known');
{
	local $ENV{PGOPTIONS} = '-c confiture.guard_ddl=off';
	is(refusal($node, 'joe', 'shop', 'CREATE TABLE fifth ()'), '42501 permission denied to set parameter "confiture.guard_ddl"', '... or as it connects');
	admin('shop', 'CREATE TABLE fifth ()');
}
{
	local $ENV{PGOPTIONS} = '-c confiture.record_ddl=off';
	is(refusal($node, 'joe', 'shop', 'CREATE TABLE sixth ()'), '42501 permission denied to set parameter "confiture.record_ddl"', 'nor may he be unseen');
}
is(events('shop'), 'CREATE TABLE|postgres|CREATE TABLE fifth ()', 'a superuser may, as he connects');

# A dump restores without being in its own way: the triggers come back disabled, and the rows with them.
my $rows = admin('shop', 'SELECT * FROM confiture.ddl_event');
($done, undef, my $errors) = run_program('pg_dump', '-Fc', '-f', "$folder/shop.dump", $cron ? ('-N', 'cron', '-e', 'confiture') : (), '--create', 'shop');
ok($done, 'a database with enabled triggers is dumped') or diag($errors);
admin('postgres', 'CREATE DATABASE restored TEMPLATE template0');
admin('postgres', 'ALTER DATABASE restored SET confiture.guard_ddl = on; ALTER DATABASE restored SET confiture.record_ddl = on');
($done, undef, $errors) = run_program('pg_restore', '--exit-on-error', '-d', 'restored', "$folder/shop.dump");
ok($done, '... and restored, where the settings are on') or diag($errors);
is(admin('restored', 'SELECT * FROM confiture.ddl_event'), $rows, '... with what was recorded, and nothing else');
is(admin('restored', q{SELECT string_agg(evtenabled::text, '') FROM pg_event_trigger}), 'DDD', 'the triggers are disabled');
enable('restored');
is(refusal($node, 'postgres', 'restored', 'CREATE TABLE refused ()') =~ s/ .*//r, 'ZF087', '... until somebody enables them');
($done, undef, $errors) = run_program('pg_restore', '--exit-on-error', '--clean', '--if-exists', '-t', 'first', '-d', 'restored', "$folder/shop.dump");
ok(!$done, 'over a guarded database');
like($errors, qr/DROP TABLE outside of a migration is refused/, '... a restore is refused');
{
	local $ENV{PGOPTIONS} = '-c confiture.guard_ddl=off -c confiture.record_ddl=off';
	($done, undef, $errors) = run_program('pg_restore', '--exit-on-error', '--clean', '--if-exists', '-t', 'first', '-d', 'restored', "$folder/shop.dump");
	ok($done, '... unless a superuser says so') or diag($errors);
}

# Databases that confiture makes and throws away, from a base that has all this enabled.
new_database($node, 'base');
enable('base');
$node->append_conf('postgresql.conf', "confiture.guard_ddl = on\nconfiture.record_ddl = on\n");
$node->reload;
$node->poll_query_until('postgres', q{SELECT current_setting('confiture.guard_ddl', true) = 'on'}) or die;
new_database($node, 'home');
enable('home');
admin('home', <<'SQL');
SELECT confiture.put('schema/t.sql', 'CREATE TABLE t (a integer)');
SELECT confiture.put('migrations/1_one.up.sql', 'CREATE INDEX CONCURRENTLY ON t (a)');
SELECT confiture.put('migrations/1_one.down.sql', 'DROP INDEX t_a_idx');
SELECT confiture.build();
SELECT confiture.put('schema/t.sql', 'CREATE TABLE t (a integer, b integer)');
SQL
is(admin('home', q{SET confiture.base_template = 'base'; CALL confiture.build_database('copy'); SELECT statement FROM confiture.diff()}),
	'ALTER TABLE public.t ADD COLUMN b integer', 'databases and shadows are built under the guard');
is(admin('home', q{SELECT confiture.put('migrations/2_two.up.sql', 'CREATE INDEX CONCURRENTLY ON t (a)') IS NULL; SELECT concat_ws(': ', path, error) FROM confiture.rehearse(shadow => true)}),
	join("\n", 'f', map { "migrations/$_.sql" } qw(2_two.up 2_two.down)),
	'so are the copies of rehearsals');
admin('home', "CALL confiture.migrate()");
admin('home', "CALL confiture.sync_schema()");
is(events('home') . events('copy') . events('base'), '', '... and nothing of that is recorded');
is(refusal($node, 'postgres', 'home', 'CREATE TABLE refused ()') =~ s/ .*//r, 'ZF087', 'the guard stands');

# Without the library, all DDL fails but the one that helps.
admin('home', q{UPDATE pg_proc SET probin = '$libdir/gone' WHERE oid = 'confiture.on_ddl'::regproc});
is(refusal($node, 'postgres', 'home', 'CREATE TABLE refused ()') =~ s/ .*//r, '58P01', 'without the library no DDL runs');
is(refusal($node, 'postgres', 'home', 'DROP EXTENSION confiture') =~ s/ .*//r, '58P01', 'not even DROP EXTENSION');
admin('home', "ALTER EVENT TRIGGER confiture_ddl_$_ DISABLE") for qw(start end drop);
is(admin('home', 'CREATE TABLE works (); DROP EXTENSION confiture'), '', 'with the triggers disabled it does');

# Another process that runs what nobody types.
SKIP:
{
	skip 'pg_cron is not installed', 1 unless $cron;
	admin('postgres', 'ALTER DATABASE shop SET confiture.guard_ddl = off');
	$node->poll_query_until('shop', q{SELECT count(*) > 0 FROM confiture.ddl_event WHERE statement ~ 'by_cron'}) or die;
	is(admin('shop', q{SELECT tag, session_role, role, statement FROM confiture.ddl_event WHERE statement ~ 'by_cron'}),
		'CREATE TABLE|postgres|postgres|CREATE TABLE IF NOT EXISTS public.by_cron ()', 'a job of pg_cron is recorded');
}

done_testing();
