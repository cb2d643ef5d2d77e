# build() and psql with the script of build_script() make the same database, whatever the files do.
use strict;
use warnings;

use Cwd qw(getcwd);
use FindBin qw($RealBin);
use lib $RealBin;
use DumpRoundTrip;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('script');
run_psql($node, 'postgres', '-c', 'CREATE ROLE owner', '-c', 'CREATE ROLE other', '-c', 'GRANT pg_monitor TO owner');

# What the dump says of a database, without the extension that one of the two has.
sub dumped
{
	my ($database) = @_;
	run_psql($node, $database, '-c', 'DROP EXTENSION IF EXISTS confiture');
	return dump($node, $database) =~ s/^\\(?:un)?restrict .*\n//mgr;
}

sub compare
{
	my ($name, $folder, $environment) = @_;
	run_psql($node, 'postgres', '-c', "CREATE DATABASE $_ TEMPLATE template0") for "${name}_built", "${name}_by_psql";
	run_psql($node, "${name}_$_", '-c', 'GRANT ALL ON SCHEMA public TO owner, other', '-c', "GRANT CREATE ON DATABASE ${name}_$_ TO owner, other") for qw(built by_psql);
	run_psql($node, "${name}_built", '-c', 'CREATE EXTENSION confiture', '-c', "SELECT confiture.load('$folder')",
		'-c', "SELECT confiture.environment_set('seeded', seed => true), confiture.environment_set('owned', exclude => '{schema/04*}', search_path => 'app, public', owner => 'owner')");
	my $script = run_psql($node, "${name}_built", '-c', "SELECT confiture.build_script('$environment')");
	is(run_psql($node, "${name}_built", '-c', "SELECT confiture.build_script('$environment')"), $script, "$name: the script is the same each time");
	run_psql($node, "${name}_built", '-c', "SELECT confiture.build('$environment')");

	my $file = PostgreSQL::Test::Utils::tempdir() . '/script.sql';
	append_to_file($file, $script);
	my $output = run_psql($node, "${name}_by_psql", '-1', '-f', $file, '-c', 'SHOW search_path', '-c', 'SELECT current_user = session_user');
	like($output, qr/^"\$user", public\nt\n\z/m, "$name: psql runs the script, and nothing of the files stays in its session");
	is(dumped("${name}_by_psql"), dumped("${name}_built"), "$name: both make the same database");
}

compare('library', getcwd() . '/examples/01_library/db', 'seeded');

my %files = (
	'schema/00_schemas.sql' => "CREATE SCHEMA app;\nGRANT ALL ON SCHEMA app TO owner, other;\n",
	# Settings, role and session end with the file.
	'schema/01_settings.sql' => "SET search_path = app;\nSET standard_conforming_strings = on;\nSET check_function_bodies = off;\nCREATE TABLE in_app (a int);\n"
	  . "CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT a FROM not_yet';\n",
	'schema/02_default.sql' => "CREATE TABLE in_default (a int);\n",
	'schema/03_role.sql' => "SET ROLE other;\nCREATE TABLE of_other (a int);\n",
	'schema/04_set_config.sql' => "SELECT pg_catalog.set_config('search_path', '', false);\nSELECT pg_catalog.set_config('role', 'other', false);\nCREATE TABLE app.of_other (a int);\n",
	'schema/05_again.sql' => "CREATE TABLE of_default (a int);\nCREATE TABLE not_yet (a int)",
	# What psql would take for itself, and what wraps the file.
	'schema/06_wrapped.sql' => "\\restrict abc\n\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nBEGIN;\nCREATE TABLE wrapped (a text DEFAULT E'\\\\i; \\'');\nCOMMIT;\n\\unrestrict abc\n",
	'schema/07_colons.sql' => "CREATE VIEW colons AS SELECT (ARRAY[1, 2, 3])[1:2] AS slice, 'a:b'::text AS \"c:d\", ':USER' AS quoted, \$\$:'USER' :HOST\$\$ AS dollar;\n",
	'schema/08_copy.sql' => "CREATE TABLE copied (a int, b text);\nCOPY copied FROM stdin; -- here\n1\tx\\\\.\n2\t\\N\n\\.\nCOPY copied (b) FROM stdin (FORMAT csv, HEADER);\nb\n\"a\nb\"\n\\.\nSELECT 1;\n",
	'schema/09_atomic.sql' => "CREATE FUNCTION app.atomic(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN CASE 1 WHEN 1 THEN 2 END END; END;\n"
	  . "CREATE RULE twice AS ON DELETE TO of_default DO (DELETE FROM in_default; INSERT INTO in_default VALUES (1));\n",
	'schema/10_comments.sql' => "-- a ; comment\n/* another ; /* inside */ ; */ CREATE TABLE commented (a int); ; ;\n-- the end",
	# Deferred constraints end with the file, and no file binds those behind it.
	'schema/11_cycle.sql' => "CREATE TABLE parent (id int PRIMARY KEY, child int);\nCREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);\n"
	  . "ALTER TABLE parent ADD FOREIGN KEY (child) REFERENCES child DEFERRABLE INITIALLY DEFERRED;\nINSERT INTO child VALUES (1, 1);\nINSERT INTO parent VALUES (1, 1);\n",
	'schema/12_alter.sql' => "ALTER TABLE parent ADD name text;\nSET CONSTRAINTS ALL IMMEDIATE;\n",
	'schema/13_cycle.sql' => "INSERT INTO child VALUES (2, 2);\nINSERT INTO parent VALUES (2, 2);\nCREATE TABLE late (id int PRIMARY KEY, late int CONSTRAINT late REFERENCES late DEFERRABLE INITIALLY DEFERRED);\n"
	  . "INSERT INTO late VALUES (1, 2);\nINSERT INTO late VALUES (2, 1);\n",
	'schema/14_all.sql' => "SET CONSTRAINTS ALL DEFERRED; INSERT INTO late VALUES (3, 4); INSERT INTO late VALUES (4, 4);\nSET CONSTRAINTS ALL IMMEDIATE;ALTER TABLE late ADD name text;\n",
	'schema/15_large_object.sql' => "SELECT pg_catalog.lo_create('4711');\nBEGIN;\nSELECT pg_catalog.lo_open('4711', 131072);\nSELECT pg_catalog.lowrite(0, '\\x6c6f');\nSELECT pg_catalog.lo_close(0);\nCOMMIT;\n",
	'schema/16_crlf.sql' => "CREATE TABLE crlf (a text);\r\nCOPY crlf FROM stdin;\r\none\r\n\\.\r\nCREATE FUNCTION crlf() RETURNS text LANGUAGE sql AS \$\$\r\n  SELECT 'x'\r\n\$\$;\r\n",
	'schema/17_unicode.sql' => "CREATE TABLE \"gr\xc3\xb6\xc3\x9fe\" (\"\xc3\xbc\" text DEFAULT '\xe2\x82\xac;');\nCOPY \"gr\xc3\xb6\xc3\x9fe\" FROM stdin;\n\xc3\xa9\n\\.\n",
	'schema/18_extension.sql' => "CREATE EXTENSION IF NOT EXISTS confiture WITH SCHEMA pg_catalog;\nCOMMENT ON EXTENSION confiture IS 'x';\n",
	'schema/19_do.sql' => "DO \$do\$ BEGIN EXECUTE 'CREATE TABLE done (a int);'; END \$do\$;\n",
);
my $folder = PostgreSQL::Test::Utils::tempdir();
mkdir "$folder/$_" or die for 'schema', 'seeds';
append_to_file("$folder/$_", $files{$_}) for sort keys %files;
append_to_file("$folder/seeds/1.sql", "INSERT INTO in_default VALUES (1);\n");
chmod 0755, $folder;

compare('hard', $folder, 'default');
compare('seeded', $folder, 'seeded');
compare('owned', $folder, 'owned');

done_testing();
