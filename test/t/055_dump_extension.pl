# A dump of a database keeps source, environments, history and what is applied, however it is made and restored.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node   = new_server('dump');
my $folder = PostgreSQL::Test::Utils::tempdir();

sub admin { return answer($node, 'postgres', @_) }

# Runs a program of the server against a database as a role, and dies where it fails or warns.
sub run_program
{
	my ($program, $role, $database, @arguments) = @_;
	my ($output, $errors) = ('', '');
	my @place = ('-h', $node->host, '-p', $node->port, '-U', $role);
	my $done = IPC::Run::run([ $program, @place, $program eq 'pg_dump' ? (@arguments, $database) : ('-d', $database, @arguments) ],
		'>', \$output, '2>', \$errors);
	die "$program @arguments: $errors" if !$done || $errors ne '';
	return $output;
}

admin('postgres', 'CREATE ROLE deployer LOGIN; CREATE ROLE backup LOGIN; GRANT pg_read_all_data TO backup');
new_database($node, 'origin');
admin('origin', <<'SQL');
GRANT USAGE ON SCHEMA confiture TO deployer;
GRANT EXECUTE ON FUNCTION confiture.migrate_status() TO deployer;
GRANT SELECT (path) ON confiture.source TO deployer;
SELECT confiture.put('schema/10_customer.sql', E'CREATE TABLE customer (id integer PRIMARY KEY, name text);\r\n-- Zo\u00eb, \\N, tab \t, ''quotes'', $$dollars$$');
SELECT confiture.put('schema/20_order.sql', 'CREATE TABLE "order" (id integer PRIMARY KEY, customer integer REFERENCES customer);');
SELECT confiture.put('seeds/customer.sql', E'COPY customer FROM stdin;\n1\tAda\n\\.\n');
SELECT confiture.put('migrations/001_one.up.sql', 'CREATE TABLE one ()');
SELECT confiture.put('migrations/001_one.down.sql', 'DROP TABLE one');
SELECT confiture.put('schema/30_one.sql', 'CREATE TABLE one ()');
SELECT confiture.environment_set('prod', '{schema/**,seeds/**}', '{schema/none*}', 'public', NULL, true);
SELECT confiture.build('prod');
SELECT confiture.put('migrations/002_two.up.sql', 'CREATE TABLE two ()');
SELECT confiture.put('migrations/002_two.down.sql', 'DROP TABLE two');
SELECT confiture.put('migrations/003_three.up.sql', 'CREATE TABLE three ()');
SELECT confiture.migrate_up();
SELECT confiture.put('migrations/003_three.down.sql', 'DROP TABLE three');
SELECT confiture.repair('003', 'a down was missing');
SELECT confiture.migrate_down();
SELECT confiture.migrate_up();
SELECT confiture.put('migrations/002_two.down.sql', 'DROP TABLE two -- edited');
SELECT confiture.put('migrations/004_four.up.sql', 'CREATE TABLE four ()');
SELECT confiture.put('migrations/004_four.down.sql', 'DROP TABLE four');
SELECT confiture.approve(path, checksum) FROM confiture.source WHERE path LIKE '%/004%';
SQL

# All that Confiture keeps, and how it sees it.
sub kept
{
	my ($database) = @_;
	return admin($database, <<'SQL');
SET TimeZone = 'UTC';
SET client_encoding = 'UTF8';
SELECT s.*, s.content = convert_from(convert_to(s.content, 'UTF8'), 'UTF8') FROM confiture.source s ORDER BY path COLLATE "C";
SELECT * FROM confiture.environment ORDER BY name;
SELECT * FROM confiture.history ORDER BY id;
SELECT * FROM confiture.applied ORDER BY version;
SELECT * FROM confiture.status;
SELECT * FROM confiture.version;
SELECT * FROM confiture.verify();
SELECT * FROM confiture.verify_history();
SELECT confiture.schema_checksum('prod');
SELECT relname, relacl FROM pg_class WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1;
SELECT attrelid::regclass, attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid::regclass::text LIKE 'confiture.%' ORDER BY 1, 2;
SELECT oid::regprocedure, proacl FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace ORDER BY oid::regprocedure::text COLLATE "C";
SELECT nspacl FROM pg_namespace WHERE nspname = 'confiture';
SQL
}

my $triggers = q{SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
	WHERE relnamespace = 'confiture'::regnamespace AND NOT tgisinternal ORDER BY tgrelid::regclass::text COLLATE "C", 2};
my $as_installed = admin('origin', $triggers);
unlike($as_installed, qr/\|[^A]$/m, 'all triggers fire always');

my $expected = kept('origin');
like($expected, qr/^002\|two\|changed\|written\|/m, 'a file was changed');
like($expected, qr/^004\|four\|pending\|written\|/m, 'one is pending');

my $number = 0;

sub empty_database
{
	my ($options) = @_;
	my $name = 'restored_' . ++$number;
	admin('postgres', "CREATE DATABASE $name TEMPLATE template0 " . ($options // ''));
	return $name;
}

# Goes on from what was restored: up with what is pending, then down by the stored texts.
sub goes_on
{
	my ($database, $title) = @_;
	is(admin($database, 'SELECT version FROM confiture.migrate_up()'), '004', "$title: migrates up");
	is(admin($database, 'SELECT version FROM confiture.migrate_down(steps => 4)'), "004\n003\n002\n001", "$title: migrates down by what was stored");
	is(admin($database, q{SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1}), "customer\norder",
		"$title: nothing is left of the migrations");
	is(admin($database, 'SELECT * FROM confiture.verify_history()'), '', "$title: the chain goes on");
	is(admin($database, 'SELECT max(id) = count(*) FROM confiture.history'), 't', "$title: without a gap");
	is(refusal($node, 'postgres', $database, 'DELETE FROM confiture.history'), 'ZF043 table confiture.history only grows', "$title: the guard stands");
	is(refusal($node, 'postgres', $database, "SELECT confiture.build('prod')"), 'ZF020 this database was built or migrated before', "$title: it was built");
}

sub restored
{
	my ($database, $title) = @_;
	same(kept($database), $expected, "$title: everything is kept");
	is(admin($database, $triggers), $as_installed, "$title: the triggers are as installed");
	goes_on($database, $title);
}

sub restore_plain
{
	my ($database, $text) = @_;
	my $file = "$folder/$database.sql";
	append_to_file($file, $text);
	run_program('psql', 'postgres', $database, '-Xq', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-f', $file);
	return $database;
}

# A dump without the keys that pg_dump draws anew each time.
sub without_keys { return shift =~ s/^\\(?:un)?restrict \w+$//mgr }

# Whole databases.
my $plain = run_program('pg_dump', 'postgres', 'origin');
restored(restore_plain(empty_database(), $plain), 'plain');
restored(restore_plain(empty_database(), run_program('pg_dump', 'postgres', 'origin', '--inserts', '--rows-per-insert=2')), 'inserts');
same(without_keys(run_program('pg_dump', 'backup', 'origin')), without_keys($plain), 'a role that reads all data dumps the same');
restored(restore_plain(empty_database(), run_program('pg_dump', 'backup', 'origin')), 'dumped by a role that reads all data');

run_program('pg_dump', 'postgres', 'origin', '-Fc', '-f', "$folder/origin.dump");
for my $way ([], ['-j2'], ['--single-transaction'], [ '--disable-triggers' ])
{
	my $database = empty_database();
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', @$way, "$folder/origin.dump");
	restored($database, join ' ', 'custom', @$way);
}
run_program('pg_dump', 'postgres', 'origin', '-Fd', '-j2', '-f', "$folder/origin.dir");
{
	my $database = empty_database();
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', '-j2', "$folder/origin.dir");
	restored($database, 'directory, dumped and restored by two');
}

# Over one that is there: its extension goes, with all that was in it.
{
	my $database = new_database($node, 'cleaned');
	admin($database, q{SELECT confiture.put('migrations/1_other.sql', 'SELECT 1'), confiture.migrate_up()});
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', '--clean', '--if-exists', "$folder/origin.dump");
	restored($database, 'over another one');
}

# The schema by itself, then the data by themselves.
for my $way ([], ['-j2'], ['--disable-triggers'])
{
	my $database = empty_database();
	my $title = join ' ', 'schema, then data', @$way;
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', '--schema-only', "$folder/origin.dump");
	is(admin($database, 'SELECT count(*) FROM confiture.source'), '0', "$title: the schema brings no file");
	is(admin($database, 'SELECT count(*) FROM confiture.history'), '0', "$title: nor history");
	is(admin($database, 'SELECT * FROM confiture.migrate_up()'), '', "$title: nothing is pending yet");
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', '--data-only', @$way, "$folder/origin.dump");
	same(kept($database), $expected, "$title: everything is kept");
	# ENABLE TRIGGER ALL, which pg_restore says for --disable-triggers, knows no ALWAYS.
	my $enabled = $as_installed;
	$enabled =~ s/^(?!confiture.(?:generation|batch|database)\b)(.*)A$/$1O/mg if @$way && $way->[0] eq '--disable-triggers';
	is(admin($database, $triggers), $enabled, "$title: the triggers fire");
	goes_on($database, $title);
}

# A session that saw nothing pending in the empty database sees what a restore brought.
{
	my $database = empty_database();
	run_program('pg_restore', 'postgres', $database, '--exit-on-error', '--schema-only', "$folder/origin.dump");
	my $restore = join ' ', map { "'$_'" } 'pg_restore', '-h', $node->host, '-p', $node->port, '-U', 'postgres', '-d', $database, '--data-only', "$folder/origin.dump";
	is(admin($database, "SELECT version FROM confiture.migrate_up();\n\\! $restore\nSELECT version FROM confiture.migrate_up();"), '004',
		'what a restore brings is seen by a session that saw nothing');
}

# Another encoding: checksums and hashes are taken of UTF-8, so that they stay.
{
	my $database = empty_database("ENCODING 'LATIN1' LOCALE 'C'");
	restored(restore_plain($database, $plain), 'in LATIN1');
}

# Who may not read may not dump; and without our schema, nothing of it is dumped.
is(try($node, 'deployer', 'origin', 'COPY confiture.history TO stdout')->{state}, '42501', 'a plain role can not read history');
ok(!eval { run_program('pg_dump', 'deployer', 'origin'); 1 }, 'nor dump it');
like($@, qr/permission denied for table/, '... which pg_dump says');
my $without = run_program('pg_dump', 'postgres', 'origin', '-N', 'confiture');
unlike($without, qr/^COPY confiture\./m, 'without schema confiture no row of it is dumped');
restore_plain(my $bare = empty_database(), $without);
is(admin($bare, q{SELECT count(*) FROM pg_class WHERE relname IN ('customer', 'order')}), '2', '... and the rest is restored');
is(admin($bare, 'SELECT count(*) FROM confiture.source'), '0', '... with the extension, new and empty');

# What a careless hand has cut off shows: a row in the middle, and a tail of which something is applied.
{
	my $database = empty_database();
	restore_plain($database, $plain);
	my $rows = admin($database, 'SELECT count(*) FROM confiture.history');
	my $cut = 'SET session_replication_role = replica; ALTER TABLE confiture.history DISABLE TRIGGER guard_write; DELETE FROM confiture.history WHERE id';
	my $verify = 'SELECT id, problem, detail FROM confiture.verify_history()';
	is(admin($database, "BEGIN; $cut = 2; $verify; ROLLBACK"), '3|gap|Rows 2 to 2 are gone.', 'a cut row shows');
	is(admin($database, "BEGIN; $cut = $rows; $verify; ROLLBACK"), "$rows|gap|The row is gone, but version \"3\" is applied by it.", 'a cut tail shows');
}

# A dump of a restored database is the dump of the first one.
{
	my $database = empty_database();
	restore_plain($database, $plain);
	my $again = run_program('pg_dump', 'postgres', $database);
	same(without_keys($again), without_keys($plain), 'dumped again, it is the same');
}

done_testing();
