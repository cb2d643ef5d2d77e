# COPY ... FROM stdin in a file checks what the server's own COPY checks, and says the same.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use Test::More;

my $node     = new_server('copy');
my $database = new_database($node, 'app');

answer($node, 'postgres', $database, <<'SQL');
CREATE ROLE owner; CREATE ROLE plain LOGIN; CREATE ROLE dba LOGIN SUPERUSER;
GRANT USAGE ON SCHEMA confiture TO plain;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO plain;
GRANT SELECT ON ALL TABLES IN SCHEMA confiture TO plain;
GRANT CREATE ON SCHEMA public TO PUBLIC;
CREATE SCHEMA closed;
SET ROLE owner;
CREATE TABLE others (a integer, b text);
CREATE TABLE readable (a integer, b text);
GRANT SELECT, UPDATE, DELETE ON readable TO plain;
CREATE TABLE part (a integer, b text, c text DEFAULT 'c');
GRANT INSERT (a, b), SELECT (a) ON part TO plain;
CREATE TABLE shielded (a integer, b text);
GRANT INSERT ON shielded TO plain;
ALTER TABLE shielded ENABLE ROW LEVEL SECURITY;
CREATE POLICY positive ON shielded USING (a > 0);
CREATE TABLE parted (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
GRANT INSERT ON parted TO plain;
CREATE VIEW shown AS SELECT a, b FROM others;
GRANT INSERT ON shown TO plain;
CREATE SEQUENCE numbers;
GRANT ALL ON numbers TO plain;
CREATE MATERIALIZED VIEW stored AS SELECT a, b FROM others;
GRANT ALL ON stored TO plain;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not as %', current_user USING ERRCODE = '42501'; END$$;
CREATE TABLE guarded (a integer, b text);
CREATE TRIGGER guard BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION refuse();
GRANT INSERT ON guarded TO plain;
CREATE FUNCTION secret(integer) RETURNS boolean LANGUAGE sql RETURN true;
REVOKE EXECUTE ON FUNCTION secret FROM PUBLIC;
CREATE TABLE computed (a integer, b text, c integer GENERATED ALWAYS AS (a + 1) STORED);
GRANT INSERT ON computed TO plain;
SET ROLE plain;
CREATE TABLE own (a integer, b text);
ALTER TABLE own ENABLE ROW LEVEL SECURITY;
CREATE TABLE forced (a integer, b text);
ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY positive ON forced USING (a > 0);
CREATE TABLE closed_to_itself (a integer, b text);
REVOKE INSERT ON closed_to_itself FROM plain;
RESET ROLE;
CREATE TABLE closed.inside (a integer, b text);
GRANT INSERT ON closed.inside TO plain;
SQL

my $files = 0;

# Error of the role's own COPY, and of a build whose file has the same statement in it; both rolled back.
sub both_ways
{
	my ($role, $target, $row, $before) = @_;
	$before //= '';
	my $copy = "COPY $target FROM stdin;\n$row\n\\.\n";
	my $direct = try($node, $role, $database, "BEGIN; $before\n$copy\nROLLBACK;");
	my $path = 'schema/' . ++$files . '.sql';
	my $tag = '$file$';
	my $built = try($node, $role, $database, <<"SQL");
SET client_min_messages = error;
SELECT confiture.put('$path', $tag$copy$tag);
SELECT confiture.environment_set('e$files', '{$path}', search_path => 'public');
BEGIN; $before
SELECT confiture.build('e$files');
ROLLBACK;
SQL
	return ($direct, $built, $path);
}

sub refused_alike
{
	my ($role, $target, $state, %how) = @_;
	my ($direct, $built, $path) = both_ways($role, $target, $how{row} // "1\tx", $how{before});
	my $title = "$role: COPY $target" . ($how{before} ? " after $how{before}" : '');
	is($direct->{state}, $state, "$title: the server refuses it");
	is_deeply([ @$built{qw(state message detail hint)} ], [ @$direct{qw(state message detail hint)} ], '... a build says the same');
	like($built->{messages}, qr/^CONTEXT: .*\b\Q$path\E, line [12], statement 1$|^\Q$path\E, line [12], statement 1$/m, '... and where');
}

refused_alike('plain', 'others',           '42501');
refused_alike('plain', 'others (b, a)',    '42501', row => "x\t1");
refused_alike('plain', 'readable',         '42501');
refused_alike('plain', 'part',             '42501', row => "1\tx\ty");
refused_alike('plain', 'part (a, c)',      '42501');
refused_alike('plain', 'shielded',         '0A000');
refused_alike('plain', 'forced',           '0A000');
refused_alike('plain', 'own',              '42501', before => 'SET LOCAL ROLE NONE; REVOKE ALL ON own FROM plain;');
refused_alike('plain', 'closed_to_itself', '42501');
refused_alike('plain', 'parted_1',         '42501');
refused_alike('plain', 'shown',            '42809');
refused_alike('plain', 'stored',           '42809');
refused_alike('plain', 'numbers',          '42501', row => '1');
refused_alike('plain', 'guarded',          '42501');
refused_alike('plain', 'computed (a, c)',  '42P10');
refused_alike('plain', 'closed.inside',    '42501');
refused_alike('plain', 'missing',          '42P01');
refused_alike('plain', 'pg_class (relname)',            '42501', row => 'x');
refused_alike('plain', 'pg_catalog.pg_authid (rolname)', '42501', row => 'x');
refused_alike('plain', 'information_schema.sql_features (feature_id)', '42501', row => 'x');
refused_alike('plain', 'confiture.source (path)',        '42501', row => 'x');
refused_alike('plain', "confiture.$_",                   '42501') for qw(history applied environment generation step batch database);

# Where the row is wrong for the server, it is for the build.
refused_alike('plain', 'part (a, b)', '22P02', row => "one\tx");
refused_alike('plain', 'part (a, b)', '22P04', row => '1');

# What a plain role's WHERE may call.
{
	my $direct = try($node, 'plain', $database, "COPY part (a, b) FROM stdin WHERE secret(a);\n1\tx\n\\.\n");
	is($direct->{state}, '42501', 'a function in WHERE that may not be called');
	my $built = try($node, 'plain', $database, <<'SQL');
SELECT confiture.put('schema/where.sql', $f$COPY part (a, b) FROM stdin WHERE secret(a);
1	x
\.
$f$);
SELECT confiture.environment_set('w', '{schema/where.sql}');
SELECT confiture.build('w');
SQL
	is("$built->{state} $built->{message}", "$direct->{state} $direct->{message}", '... is refused alike');
}

# What is allowed works alike.
for my $target ([ 'part (a, b)', "1\tx" ], [ 'own', "1\tx" ], [ 'parted', "1\tx" ])
{
	my ($direct, $built) = both_ways('plain', @$target);
	is($direct->{state} . $built->{state}, '', "plain: COPY $target->[0] goes") or diag($direct->{messages} . $built->{messages});
}
for my $target ([ 'shielded', "0\tx" ], [ 'others', "1\tx" ])
{
	my ($direct, $built) = both_ways('dba', @$target);
	is($direct->{state} . $built->{state}, '', "dba: COPY $target->[0] goes") or diag($direct->{messages} . $built->{messages});
}

# With role=, what counts are that role's rights, not the caller's.
answer($node, 'dba', $database, q{SELECT confiture.put('migrations/1_role.up.sql', E'-- confiture: role=plain\nCOPY others FROM stdin;\n1\tx\n\\\\.\n')});
is(refusal($node, 'dba', $database, 'SELECT confiture.migrate_up()'), '42501 permission denied for table others', 'role= has no more rights than that role');
answer($node, 'dba', $database, q{SELECT confiture.put('migrations/1_role.up.sql', E'-- confiture: role=plain\nCOPY shielded FROM stdin;\n1\tx\n\\\\.\n')});
is(refusal($node, 'dba', $database, 'SELECT confiture.migrate_up()'), '0A000 COPY FROM not supported with row-level security', '... nor a way around policies');
answer($node, 'dba', $database, q{SELECT confiture.remove('migrations/1_role.up.sql')});

# A superuser's own file may not write our tables, in words of ours.
for my $table (qw(history applied source environment generation step batch database))
{
	my (undef, $built) = both_ways('dba', "confiture.$table", "1\tx");
	is("$built->{state} $built->{message}", "ZF012 a file that confiture runs can't write table confiture.$table", "dba: COPY confiture.$table");
}

# A transaction that only reads: the server's words for its own COPY, ours for the call.
my $read_only = 'SET TRANSACTION READ ONLY;';
my ($direct, $built) = both_ways('dba', 'others', "1\tx", $read_only);
is("$direct->{state} $direct->{message}", '25006 cannot execute COPY FROM in a read-only transaction', 'read-only: COPY');
is("$built->{state} $built->{message}", '25006 cannot execute confiture.build() in a read-only transaction', 'read-only: a build');
# A file that makes its own transaction read-only meets it at COPY.
answer($node, 'dba', $database, q{SELECT confiture.put('schema/ro.sql', E'SET transaction_read_only = on;\nCOPY others FROM stdin;\n1\tx\n\\\\.\n'),
	confiture.environment_set('ro', '{schema/ro.sql}')});
is(refusal($node, 'dba', $database, q{SELECT confiture.build('ro')}), '25006 cannot execute COPY FROM in a read-only transaction', 'a file that turns read-only');

# Other forms of COPY are the server's affair.
for my $attack ([ "COPY own FROM '/etc/passwd'", '42501' ], [ "COPY own FROM PROGRAM 'true'", '42501' ], [ "COPY own TO '/tmp/x'", '42501' ],
	[ "COPY (SELECT 1) TO PROGRAM 'true'", '42501' ])
{
	my ($statement, $state) = @$attack;
	my $server = try($node, 'plain', $database, $statement);
	my $file = try($node, 'plain', $database, "SELECT confiture.put('schema/files.sql', \$f\$$statement\$f\$); SELECT confiture.environment_set('f', '{schema/files.sql}');
		SELECT confiture.build('f')");
	is($server->{state}, $state, "plain: $statement");
	is_deeply([ @$file{qw(state message detail hint)} ], [ @$server{qw(state message detail hint)} ], '... a build says the same');
}
is(answer($node, 'postgres', $database, 'SELECT count(*) FROM confiture.history'), '0', 'nothing of all this was recorded');
is(answer($node, 'postgres', $database, 'SELECT count(*) FROM others'), '0', 'nor written');

done_testing();
