# confiture.log_level: what the server's log says of builds, migrations and statements, and that it says nothing of what must stay secret.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node = new_server('log');
$node->append_conf('postgresql.conf', "log_statement = none\nlog_duration = off\nlog_line_prefix = ''\nlog_min_messages = warning");
$node->reload;
my $number = 0;

sub admin { return answer($node, 'postgres', @_) }

sub project
{
	my $database = new_database($node, 'log_' . ++$number);
	admin($database, <<'SQL');
SELECT confiture.put('schema/a.sql', E'CREATE TABLE a ();\nSELECT 1;');
SELECT confiture.environment_set('prod');
SELECT confiture.build('prod');
SELECT confiture.put('migrations/1_one.up.sql', E'CREATE TABLE one ();\n\n\nCOMMENT ON TABLE one IS ''x'';\nSELECT $$two\nlines$$');
SELECT confiture.put('migrations/1_one.down.sql', 'DROP TABLE one;');
SQL
	return $database;
}

# What the log has got from a script, with places of time taken out, hashes shortened, and lines that are continued joined by "/".
sub logged
{
	my ($database, $script, $role) = @_;
	my $begin = -s $node->logfile;
	my $result = try($node, $role // 'postgres', $database, $script);
	my $text = substr slurp_file($node->logfile), $begin;
	$text =~ s/\d+\.\d{3} ms/<time>/g;
	$text =~ s/hash 3-[0-9a-f]{64}/<hash>/g;
	$text =~ s/\n\t/\//g;
	return wantarray ? ($text, $result) : $text;
}

my $one = 'up of migration "1" (one), role "postgres",';

# By itself: migrations and builds, each with its end.
{
	my $database = project();
	my ($log, $result) = logged($database, q{SET client_min_messages = debug5; SELECT version FROM confiture.migrate_up() WHERE 'kept' <> 'secret'});
	is($log, "LOG:  confiture: $one begins\nLOG:  confiture: $one ended after <time>\nLOG:  confiture: up, history row 2, <hash>\n", 'a migration, and nothing of the query');
	unlike($result->{messages}, qr/LOG: .*confiture/, 'the client is told nothing of it');
	is(logged($database, 'SELECT confiture.migrate_up()'), '', 'nothing pending: nothing logged');
	is(logged($database, 'SELECT confiture.migrate_down(dry_run => true)'),
		qq{LOG:  confiture: down of migration "1" (one), role "postgres", begins\nLOG:  confiture: down of migration "1" (one), role "postgres", ended after <time>\n}
		  . "LOG:  confiture: down, history row 3, <hash>\nLOG:  confiture: dry run of confiture.migrate_down() was rolled back\n", 'a dry run says that it was one');
	admin($database, q{SELECT confiture.put('migrations/2_two.sql', 'SELECT 1; SELECT * FROM none;'); CREATE ROLE deployer LOGIN});
	my $two = 'up of migration "2" (two), role "postgres",';
	is(logged($database, 'SELECT confiture.migrate_up()') =~ s/^ERROR.*//msr,
		"LOG:  confiture: $two begins\nLOG:  confiture: $two failed after <time> with SQLSTATE 42P01\n", 'an error ends it with its code');
	admin($database, q{SELECT confiture.put('migrations/2_two.sql', 'ROLLBACK;')});
	like(logged($database, 'SELECT confiture.migrate_up()'), qr/^LOG:  confiture: \Q$two\E failed after <time> with SQLSTATE ZF010$/m, 'one of our own too');
	admin($database, q{SELECT confiture.put('migrations/2_two.sql', 'SELECT pg_sleep(60)')});
	like(logged($database, q{SET statement_timeout = '1s'; SELECT confiture.migrate_up()}), qr/^LOG:  confiture: \Q$two\E failed after <time> with SQLSTATE 57014$/m, 'so does a cancel');
}

# Builds.
{
	my $database = new_database($node, 'log_build');
	admin($database, q{SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ()'); SELECT confiture.put('migrations/1_one.sql', 'SELECT 1')});
	my $build = 'build of environment "default", role "postgres",';
	my $lines = "LOG:  confiture: $build begins\nLOG:  confiture: $build ended after <time>\nLOG:  confiture: build, history row 2, <hash>\n";
	is(logged($database, 'SELECT confiture.build(dry_run => true)'), "${lines}LOG:  confiture: dry run of confiture.build() was rolled back\n", 'a dry build');
	is(logged($database, 'SELECT confiture.build()'), $lines, 'a build');
}

# off: the hash alone; step: for what functions do, the same as migration.
{
	my $database = project();
	is(logged($database, 'SET confiture.log_level = off; SELECT confiture.migrate_up()'), "LOG:  confiture: up, history row 2, <hash>\n", 'off: the hash alone');
	is(logged($database, 'SET confiture.log_level = step; SELECT confiture.migrate_down()') =~ tr/\n//, 3, 'step: as a migration');
}

# statement: file, line and number, text up to 200 characters, and no secret.
{
	my $database = project();
	is(logged($database, 'SET confiture.log_level = statement; SELECT confiture.migrate_up()'),
		"LOG:  confiture: $one begins\n"
		  . "LOG:  confiture: migrations/1_one.up.sql, line 1, statement 1: CREATE TABLE one ()\n"
		  . "LOG:  confiture: migrations/1_one.up.sql, line 4, statement 2: COMMENT ON TABLE one IS 'x'\n"
		  . "LOG:  confiture: migrations/1_one.up.sql, line 5, statement 3: SELECT \$\$two/lines\$\$\n"
		  . "LOG:  confiture: $one ended after <time>\nLOG:  confiture: up, history row 2, <hash>\n", 'statements with their places');
	my $long = 'é' x 300;
	admin($database, qq{SET client_encoding = 'UTF8'; SELECT confiture.put('migrations/2_long.sql', 'SELECT ''$long''')});
	my $log = logged($database, 'SET confiture.log_level = statement; SELECT confiture.migrate_up()');
	like($log, qr/^LOG:  confiture: migrations\/2_long.sql, line 1, statement 1: SELECT '(?:é){192}$/m, 'a long one is cut behind a whole character');
	admin($database, q{SELECT confiture.put('migrations/3_secret.sql', E'SELECT 1;\nCREATE ROLE secretive PASSWORD ''hidden'';\nCOPY a FROM stdin;\n\\\\.\nSELECT 2;')});
	$log = logged($database, q{SET confiture.log_level = statement; SELECT confiture.migrate_up() WHERE 'hidden' = 'hidden'});
	like($log, qr/^LOG:  confiture: migrations\/3_secret.sql, line 2, statement 2$/m, 'a secret has a place and no text');
	like($log, qr/^LOG:  confiture: migrations\/3_secret.sql, line 5, statement 4: SELECT 2$/m, 'lines of data are counted');
	unlike($log, qr/hidden|secretive/, 'the password is nowhere in the log');
}

# Who may set it.
{
	my $database = project();
	admin($database, 'GRANT USAGE ON SCHEMA confiture TO deployer; GRANT EXECUTE ON FUNCTION confiture.migrate_up(text, boolean), confiture.schema_checksum(text) TO deployer');
	is(refusal($node, 'deployer', $database, 'SELECT confiture.schema_checksum(); SET confiture.log_level = off'),
		'42501 permission denied to set parameter "confiture.log_level"', 'a plain role may not');
	my ($log) = logged($database, 'SET confiture.log_level = off; SELECT confiture.migrate_up()', 'deployer');
	like($log, qr/^LOG:  confiture: up of migration "1" \(one\), role "deployer", begins$/m, 'what a plain role said before the library came counts for nothing');
}

done_testing();
