# Fresh databases for many sessions at once, by plain roles, in every encoding: one builds the template, the others copy it.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Sessions;
use Test::More;

my $node = new_server('fresh');

sub admin { return answer($node, 'postgres', @_) }

# A file that says when it is built, one that waits until role go is there, and one whose text is not ASCII.
sub load
{
	my ($database, $role) = @_;
	answer($node, $role // 'postgres', $database, <<'SQL');
SELECT confiture.put('schema/1.sql', E'CREATE TABLE t (name text);\nINSERT INTO t VALUES (\'caf\u00e9\');');
SELECT confiture.put('schema/2.sql', E'DO $$BEGIN RAISE NOTICE \'built\'; END$$;');
SELECT confiture.put('schema/3.sql', E'DO $$BEGIN WHILE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = \'go\') LOOP PERFORM pg_sleep(0.01); END LOOP; END$$;');
SQL
}

sub templates { return admin($_[0], 'SELECT count(*) FROM confiture.database WHERE is_template') }

new_database($node, $_) for qw(origin second);
admin('postgres', 'CREATE ROLE deployer LOGIN CREATEDB; CREATE ROLE plain LOGIN');
load($_) for qw(origin second);

# Many at once, in two databases with the same source; the build goes on only when all of them wait for it.
{
	my @sessions = map { begin($node, 'postgres', $_ % 2 ? 'origin' : 'second', "many_$_", "CALL confiture.build_database('d_$_')") } 1 .. 20;
	my $active = "FROM pg_stat_activity WHERE application_name LIKE 'many%' AND state = 'active'";
	wait_until($node, 'postgres', "count(*) = 20 $active");
	wait_until($node, 'postgres', "count(*) = 2 FROM pg_stat_activity WHERE backend_type = 'confiture' AND wait_event = 'PgSleep'");
	wait_until($node, 'postgres', "count(*) = 20 $active AND backend_xmin IS NULL");
	pass('nobody who waits or builds holds a snapshot');
	my $waiting = begin($node, 'postgres', 'origin', 'late', "SET confiture.runner_timeout = '20ms'", "CALL confiture.build_database('d_late')");
	like(complaint_of($waiting), qr/ERROR:  ZF023: database "confiture_[0-9a-f]{16}" is being made or dropped by another session\nDETAIL:  It is pid \d+, role postgres, application "many_\d+", database origin\.\nHINT:  Call again when it has ended, or wait longer with confiture\.runner_timeout\.\n/,
		'who waits for too long is told for whom');
	is(admin('origin', q{SELECT count(*) FROM confiture.database WHERE name = 'd_late'}), '0', '... and leaves nothing');
	admin('postgres', 'CREATE ROLE go');
	my @said = map { complaint_of($_) } @sessions;
	is(join('', @said), "NOTICE:  00000: built\n" x 2, 'each source was built once');
	is(templates($_), '1', "one template in $_") for qw(origin second);
	is(admin("d_$_", 'SELECT name FROM t'), "caf\x{c3}\x{a9}", "d_$_ is built") for 1, 2, 20;
	is(admin('origin', q{SELECT count(*) FROM confiture.database m JOIN pg_database d ON d.oid = m.oid AND d.datname = m.name AND is_ready}), '11', 'table database tells of all of them');
	is(admin('second', q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', 'no lock stays');
}

# The same name.
{
	my @said = map { complaint_of($_) } map { begin($node, 'postgres', 'origin', "same_$_", q{CALL confiture.build_database('same')}) } 1 .. 6;
	is(scalar(grep { $_ eq '' } @said), 1, 'of those who ask for the same name one gets it');
	is(scalar(grep { /^ERROR:  42P04: database "same" already exists\n/ } @said), 5, '... and the others are told');
	@said = map { complaint_of($_) } map { begin($node, 'postgres', 'origin', "same_$_", q{CALL confiture.build_database('same', replace => true)}) } 1 .. 6;
	is(join('', @said), '', 'all of them may replace it');
}

# Somebody who drops all the time.
{
	my @droppers = map { begin($node, 'postgres', 'origin', 'dropper', 'SET client_min_messages = error', (q{CALL confiture.drop_databases('0')}) x 12) } 1, 2;
	my @builders = map { begin($node, 'postgres', 'origin', 'builder', 'SET client_min_messages = warning', map { "CALL confiture.build_database('$_')" } "a$_", "b$_", "c$_") } 1 .. 4;
	my $said = join '', map { complaint_of($_) } @builders, @droppers;
	unlike($said =~ s/^ERROR:  ZF023: .*\n(DETAIL:.*\n)?HINT:.*\n//mgr, qr/./, 'builders and droppers do not harm each other');
	is(admin('origin', q{SELECT count(*) FROM confiture.database m WHERE NOT EXISTS (SELECT FROM pg_database d WHERE d.oid = m.oid AND d.datname = m.name)}),
		'0', 'every row has its database');
	is(admin('origin', q{SELECT count(*) FROM pg_database WHERE datname ~ '^[abc]\d$' AND oid NOT IN (SELECT oid FROM confiture.database)}), '0', 'and every database its row');
	admin('origin', "SET client_min_messages = warning; CALL confiture.drop_databases('0')");
	is(admin('origin', q{SELECT (SELECT count(*) FROM confiture.database), count(*) FROM pg_database WHERE datname ~ '^([abc]|d_)\d*[13579]$'}), '0|0', 'all can be dropped');
}

# What is in use is not taken away.
{
	admin('origin', "SET client_min_messages = warning; CALL confiture.build_database('used')");
	my $session = begin($node, 'postgres', 'used', 'user', 'SELECT pg_sleep(1000)');
	wait_until($node, 'postgres', "count(*) = 1 FROM pg_stat_activity WHERE datname = 'used' AND wait_event = 'PgSleep'");
	my $refused = try($node, 'postgres', 'origin', "CALL confiture.build_database('used', replace => true)");
	is("$refused->{state} $refused->{message}", '55006 database "used" is being accessed by other users', 'a database in use is not replaced');
	like($refused->{hint}, qr/^confiture ends no session: see SELECT .* WHERE datname = 'used', and call again when they are gone\.$/, '... and the hint says whose');
	like(try($node, 'postgres', 'origin', "CALL confiture.drop_databases('0')")->{messages}, qr/NOTICE:  00000: database "used" stays: database "used" is being accessed by other users\n/,
		'drop_databases goes on');
	is(admin('origin', 'SELECT name FROM confiture.database'), 'used', '... and drops the others');
	admin('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'user'});
	complaint_of($session);

	admin('origin', "SET client_min_messages = warning; CALL confiture.build_database('used', replace => true)");
	my $template = admin('origin', 'SELECT name FROM confiture.database WHERE is_template');
	admin('postgres', "ALTER DATABASE $template ALLOW_CONNECTIONS true");
	admin($template, 'CREATE TABLE smuggled ()');
	$session = begin($node, 'postgres', $template, 'user', 'SELECT pg_sleep(1000)');
	wait_until($node, 'postgres', "count(*) = 1 FROM pg_stat_activity WHERE datname = '$template' AND wait_event = 'PgSleep'");
	like(refusal($node, 'postgres', 'origin', "CALL confiture.build_database('other')"), qr/^55006 database "$template" is being accessed/, 'a template that is in use');
	admin('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'user'});
	complaint_of($session);
	admin('origin', "SET client_min_messages = warning; CALL confiture.build_database('other')");
	is(admin('other', q{SELECT to_regclass('smuggled') IS NULL, to_regclass('t')}), 't|t', 'one that was opened to connections is made anew');
}

# A plain role.
{
	my ($grants) = slurp_file("$RealBin/../../docs/reference/rights.md") =~ /^## Deployer\n(.*?)^## /ms;
	admin('origin', 'GRANT USAGE ON SCHEMA confiture TO deployer; GRANT EXECUTE ON FUNCTION confiture.put(text, text) TO deployer');
	admin('origin', join '', grep { /build_database/ } $grants =~ /^```sql\n(.*?)^```/msg);
	admin('origin', 'SELECT confiture.remove(path) FROM confiture.source; GRANT USAGE ON SCHEMA confiture TO plain; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA confiture TO plain');
	load('origin', 'deployer');
	is(refusal($node, 'deployer', 'origin', "CALL confiture.build_database('his')"), '', 'a role with CREATEDB makes databases');
	is(answer($node, 'deployer', 'his', 'SELECT count(*) FROM t'), '1', '... and owns them');
	is(refusal($node, 'plain', 'origin', "CALL confiture.drop_databases('0')"), '', 'another one may call drop_databases');
	like(admin('origin', 'SELECT name FROM confiture.database'), qr/^his$/m, '... but what is not his stays');
	my $refused = try($node, 'plain', 'origin', "SELECT confiture.put('schema/9.sql', 'SELECT 9'); CALL confiture.build_database('none')");
	like("$refused->{state} $refused->{message}", qr/^42501 file "schema\/1.sql" was loaded by role "deployer", who lacks/, 'the author\'s check');
	admin('origin', 'SELECT confiture.remove(path) FROM confiture.source');
	$refused = try($node, 'plain', 'origin', "SELECT confiture.put('schema/9.sql', 'SELECT 9'); CALL confiture.build_database('none')");
	is("$refused->{state} $refused->{message}", '42501 permission denied to create database', 'without CREATEDB the server refuses');
	is(admin('origin', q{SELECT count(*) FROM confiture.database WHERE made_by = 'plain'}), '0', '... and no row stays');
	admin('origin', q{SELECT confiture.remove(path) FROM confiture.source});
	load('origin', 'deployer');
	is(refusal($node, 'deployer', 'origin', "CALL confiture.build_database('his', replace => true)"), '', 'he replaces his own');
	is(refusal($node, 'deployer', 'origin', "CALL confiture.build_database('used', replace => true)"), '42501 must be owner of database used', 'but not another\'s');
	is(try($node, 'deployer', 'origin', 'SET client_min_messages = warning')->{state}, '', 'and the session goes on');
	if ($node->pg_version->major < 17)
	{
		admin('origin', 'SELECT confiture.remove(path) FROM confiture.source; ALTER ROLE deployer NOLOGIN');
		load('origin');
		is(refusal($node, 'postgres', 'origin', "SET SESSION AUTHORIZATION deployer; CALL confiture.build_database('mute2')"),
			'28000 role "deployer" is not permitted to log in', 'a role without LOGIN gets no worker');
		admin('origin', 'ALTER ROLE deployer LOGIN');
	}
}

# Encoding and locale are those of the database in which the call is made.
my @kinds = ([ latin1 => "ENCODING 'LATIN1' LOCALE 'C'" ], [ icu => "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de' LC_COLLATE 'C' LC_CTYPE 'C'" ]);
push @kinds, [ rules => "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de' ICU_RULES '&b < a' LC_COLLATE 'C' LC_CTYPE 'C'" ] if $node->pg_version->major >= 16;
push @kinds, [ builtin => "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'" ] if $node->pg_version->major >= 17;
for my $kind (@kinds)
{
	my ($name, $options) = @$kind;
	admin('postgres', "CREATE DATABASE $name TEMPLATE template0 $options");
	admin($name, 'CREATE EXTENSION confiture');
	load($name);
	admin($name, "SET client_min_messages = warning; CALL confiture.build_database('${name}_copy')");
	is(admin('postgres', <<"SQL"), '1', "$name: the copy is alike");
SELECT count(DISTINCT to_jsonb(d) - '{oid, datname, datallowconn, datfrozenxid, datminmxid, datcollversion, datacl}'::text[]) FROM pg_database d WHERE datname IN ('$name', '${name}_copy')
SQL
	is(admin("${name}_copy", "SET client_encoding = 'UTF8'; SELECT name, octet_length(name) FROM t"), "caf\x{c3}\x{a9}|" . ($name eq 'latin1' ? 4 : 5), "$name: its texts too");
}

# A dump tells nothing of this server's databases.
{
	my ($output, $errors) = ('', '');
	IPC::Run::run([ 'pg_dump', '-d', $node->connstr('origin') . ' user=postgres' ], '>', \$output, '2>', \$errors) or die $errors;
	like($output, qr/^COPY confiture\.source /m, 'a dump has the source');
	unlike($output, qr/^COPY confiture\.database |confiture_[0-9a-f]{16}/m, '... and not table database');
}

done_testing();
