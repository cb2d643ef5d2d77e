# The same schema prints alike, whatever led there: made anew, altered, restored from a dump, and altered after that.
use strict;
use warnings;

use File::Basename qw(basename);
use GroundFloor;
use PostgreSQL::Test::Utils;
use Test::More;

my $cases = "$ENV{TESTDIR}/test/cases";
my $node = new_floor('canonical', conf => "wal_level = logical\nmax_prepared_transactions = 1\nautovacuum = off");
my $major = ask($node, q{SELECT current_setting('server_version_num')::integer / 10000});

# Every object of a database, by kind and name, with what its text comes to. Tests that each of them came to rest, and that none which was said to need no
# parse is changed by one.
sub texts_of
{
	my ($database) = @_;
	my @lines = split /\n/, $node->safe_psql($database, slurp_file("$cases/canonical/texts.sql") . <<'SQL');
SELECT concat_ws(chr(9), kind || ' ' || identity, settled, may_unsettle OR s.text = p.text, replace(s.text, chr(10), '\n'))
FROM printed p JOIN settled s USING (number) ORDER BY number;
SQL
	my (%texts, @unsettled, @missed);
	for (@lines)
	{
		my ($name, $settled, $looked, $text) = split /\t/, $_, 4;
		push @unsettled, $name if $settled ne 't';
		push @missed, $name if $looked ne 't';
		push @{ $texts{$name} }, $text;
	}
	is("@unsettled", '', "$database: every text settles");
	is("@missed", '', "$database: what needs no parse is told at a glance");
	return \%texts;
}

# Tests that two databases have the same objects, with the same texts.
sub same
{
	my ($one, $other, $title) = @_;
	my ($mine, $theirs) = map { texts_of($_) } $one, $other;
	my @different = grep { "@{ $mine->{$_} // ['none'] }" ne "@{ $theirs->{$_} // ['none'] }" } sort keys %{ { %$mine, %$theirs } };
	ok(!@different, $title);
	diag("$_\n  $one: @{ $mine->{$_} // ['none'] }\n  $other: @{ $theirs->{$_} // ['none'] }") for @different;
	cmp_ok(scalar keys %$mine, '>', 100, 'and they are many');
}

sub create
{
	my ($database, @files) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0");
	command_ok([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), map { ('-f', $_) } @files ], "$database is made");
}

# A restored copy, before there is anything of ours in the database.
sub restore
{
	my ($from, $to) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . "/$to.sql";
	command_ok([ 'pg_dump', '--schema-only', '-f', $file, $node->connstr($from) ], "$from is dumped");
	create($to, $file);
}

sub in_all
{
	my ($script, @databases) = @_;
	$node->safe_psql($_, $script) for @databases;
}

# The statements that give each column, or each table, another name.
my %renaming = (
	columns => <<'SQL',
SELECT format('ALTER TABLE %s RENAME %I TO %I', attrelid::regclass, attname, attname || ' new')
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped AND attinhcount = 0
	AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'another'))
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
ORDER BY relnamespace, relname COLLATE "C", attname COLLATE "C" \gexec
SQL
	tables => <<'SQL');
SELECT format('ALTER TABLE %s RENAME TO %I', c.oid::regclass, relname || ' new')
FROM pg_class c
WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'another'))
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
ORDER BY relnamespace, relname COLLATE "C" \gexec
SQL

sub test_histories
{
	create('original', "$cases/canonical/schema.sql");
	restore('original', 'restored');
	restore('restored', 'again');
	install_floor($node, $_) for qw(original restored again);
	in_all('REFRESH MATERIALIZED VIEW mv', 'restored', 'again'); # a dump of the schema leaves it without data, which is another state
	same('original', 'restored', 'a restored database prints as the original');
	same('original', 'again', 'so does one that is restored from there');
	is(fingerprint($_), fingerprint('original'), "so that $_ has the same fingerprint") for qw(restored again);

	in_all(slurp_file("$cases/canonical/alter.sql"), 'original', 'restored');
	same('original', 'restored', 'a database that is restored, then altered prints as one that is altered alone');
	for my $what (sort keys %renaming)
	{
		in_all($renaming{$what}, 'original', 'restored');
		same('original', 'restored', "so it does when all its $what get other names");
	}
	is(fingerprint('restored'), fingerprint('original'), 'so that it has the same fingerprint');
}

sub fingerprint { return $node->safe_psql($_[0], 'SELECT confiture.fingerprint()') }

sub test_kinds
{
	my @files = sort grep { basename($_) =~ /^(\d+)_\d+_\w+\.sql$/ && $1 <= $major } glob "$cases/kinds/*.sql";
	create('kinds', @files);
	restore('kinds', 'kinds_restored');
	install_floor($node, $_) for qw(kinds kinds_restored);
	same('kinds', 'kinds_restored', 'objects of every kind print alike when they are restored');
}

sub test_altered
{
	create('altered', "$cases/canonical/altered.sql");
	install_floor($node, 'altered');
	my $texts = texts_of('altered');
	my %of = map {
		my $table = $_;
		$table => join "\n", map { s/\b$table\b/table/gr . ': ' . ("@{ $texts->{$_} }" =~ s/\b$table/table/gr) } grep { /\b$table\b|\b${table}_/ } sort keys %$texts
	} qw(altered made);
	$of{$_} =~ s/\b${_}_/table_/g for keys %of;
	is($of{altered}, $of{made}, 'a table whose columns got other types prints as one made with them');
	like($of{altered}, qr/a: 'a'::text/, 'down to the type of a default');
}

# Kind, text, and what it comes to.
my @forms = (
	[ 'constraint', q{CHECK (((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))}, q{CHECK (((v)::text = ANY (ARRAY['a'::character varying, 'b'::character varying])))} ],
	[ 'constraint', q{CHECK (((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))}, q{CHECK (((v)::text = ANY (ARRAY['a'::character varying, 'b'::character varying])))} ],
	[ 'constraint', 'CHECK ((((a >= 1) AND (a <= 2)) AND (v IS NOT NULL))) NO INHERIT', 'CHECK (((a >= 1) AND (a <= 2) AND (v IS NOT NULL))) NO INHERIT' ],
	[ 'constraint', 'CHECK (((v IS NOT NULL) AND ((a >= 1) AND (a <= 2)))) NOT VALID', 'CHECK (((v IS NOT NULL) AND ((a >= 1) AND (a <= 2)))) NOT VALID' ],
	[ 'constraint', 'FOREIGN KEY (a) REFERENCES public.other(a)', 'FOREIGN KEY (a) REFERENCES public.other(a)' ],
	[ 'index', q{CREATE INDEX "i (" ON public.form USING btree (lower((v)::text) COLLATE "C" text_pattern_ops DESC, a, (((a >= 1) AND (a <= 2)))) WHERE (((a >= 1) AND (a <= 2)) AND (a > 0))},
		q{CREATE INDEX "i (" ON public.form USING btree (lower((v)::text) COLLATE "C" text_pattern_ops DESC, a, (((a >= 1) AND (a <= 2)))) WHERE ((a >= 1) AND (a <= 2) AND (a > 0))} ],
	[ 'condition', q{(('a'::character varying)::text = 'a'::text)}, q{('a'::text = 'a'::text)} ],
	[ 'condition', q{((a)::text = ANY (('{a,b}'::character varying[])::text[]))}, q{((a)::text = ANY ('{a,b}'::text[]))} ],
	[ 'partition_key', q{RANGE (a, ((((v)::text = ('a'::character varying)::text))) bool_ops)}, q{RANGE (a, (((v)::text = 'a'::text)) bool_ops)} ],
	[ 'rule', 'CREATE RULE r AS\n    ON INSERT TO public.form\n   WHERE (((new.a >= 1) AND (new.a <= 2)) AND (new.a > 0)) DO INSTEAD NOTHING;',
		'CREATE RULE r AS\n    ON INSERT TO public.form\n   WHERE ((new.a >= 1) AND (new.a <= 2) AND (new.a > 0)) DO INSTEAD NOTHING;' ],
	[ 'trigger', q{CREATE TRIGGER t BEFORE UPDATE ON public.form FOR EACH ROW WHEN ((((new.a >= 1) AND (new.a <= 2)) AND (old.a > 0))) EXECUTE FUNCTION f('WHEN (', 'x')},
		q{CREATE TRIGGER t BEFORE UPDATE ON public.form FOR EACH ROW WHEN (((new.a >= 1) AND (new.a <= 2) AND (old.a > 0))) EXECUTE FUNCTION f('WHEN (', 'x')} ]);

sub settled
{
	my ($kind, $text) = @_;
	my $relation = ask($node, q{SELECT 'public.form'::regclass::oid});
	return ask($node, <<"SQL") =~ s/\n/\\n/gr;
SET search_path = '';
SELECT text FROM ground.ground_settle(ARRAY['$kind'], ARRAY['$relation'], ARRAY['1'], ARRAY[replace(\$text\$$text\$text\$, '\\n', chr(10))], ARRAY['']);
SQL
}

sub test_forms
{
	$node->safe_psql('postgres', 'CREATE TABLE public.form (a int, v varchar(5))');
	is(settled(@$_[ 0, 1 ]), $_->[2], "$_->[0]: $_->[1]") for @forms;
}

# The server itself can't take back what it prints of an argument without a name.
sub test_nameless
{
	$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION public.nameless(integer, text, x integer) RETURNS SETOF integer LANGUAGE sql
BEGIN ATOMIC SELECT form.a FROM public.form WHERE form.a = $1 AND form.v = $2 AND form.a = x; END
SQL
	my $settled = ask($node, <<'SQL');
SET search_path = '';
SELECT text FROM pg_proc p, ground.ground_settle(ARRAY['body'], ARRAY['0'], ARRAY[p.oid::text], ARRAY[pg_get_function_sqlbody(p.oid)], ARRAY['']) WHERE proname = 'nameless';
SQL
	like($settled, qr/form\.a = \$1\) AND \(\(form\.v\)::text = \$2\) AND \(form\.a = nameless\.x\)/, 'an argument without a name is printed as a number');
}

# One call for a condition that can't be parsed, between two that can.
my $mixed = q{SET search_path = ''; SELECT text, settled FROM ground.ground_settle(array_fill('condition'::text, ARRAY[3]),
	array_fill('public.form'::regclass::oid::text, ARRAY[3]), array_fill('0'::text, ARRAY[3]),
	ARRAY['(((a >= 1) AND (a <= 2)) AND (a > 0))', '(nothing > 1)', '(a = 1)'], array_fill(''::text, ARRAY[3]))};

sub test_failures
{
	is(ask($node, $mixed), "((a >= 1) AND (a <= 2) AND (a > 0))|t\n(nothing > 1)|f\n(a = 1)|t", 'what the server does not take stays as it is, alone');
	$node->safe_psql('postgres', q{BEGIN; LOCK TABLE public.form; PREPARE TRANSACTION 'held'});
	like(complaint($node, "SET lock_timeout = '10ms'; $mixed"), qr/^ERROR:  55P03: /, 'a lock that is not had is an error, and no other text');
	$node->safe_psql('postgres', q{COMMIT PREPARED 'held'});
	is(ask($node, "BEGIN; $mixed; SELECT count(*) FROM pg_locks WHERE relation = 'public.form'::regclass") =~ s/.*\n//sr, '0', 'no lock is left');
}

# Reading a default runs the checks of its domain: by whom, and what they may do.
sub test_rights
{
	$node->safe_psql('postgres', <<'SQL');
CREATE ROLE regress_author;
CREATE SCHEMA hostile AUTHORIZATION regress_author;
SET ROLE regress_author;
CREATE FUNCTION hostile.check_it(text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	IF current_user <> 'regress_author' THEN RAISE WARNING 'run by %', current_user; END IF;
	PERFORM set_config('role', 'none', false);
	RAISE WARNING 'run with all rights';
	RETURN true;
EXCEPTION WHEN insufficient_privilege THEN
	RAISE WARNING 'refused: %', SQLERRM;
	RETURN true;
END $$;
CREATE DOMAIN hostile.checked AS text CHECK (hostile.check_it(VALUE));
CREATE TABLE hostile.victim (a hostile.checked[]);
SQL
	my $said = complaint($node, <<'SQL');
SET search_path = '';
SELECT text FROM ground.ground_settle(ARRAY['column_default'], ARRAY['hostile.victim'::regclass::oid::text], ARRAY['1'], ARRAY['''{x}''::hostile.checked[]'], ARRAY['']);
SQL
	like($said, qr/refused: cannot set parameter "role" within security-restricted operation/, 'who owns the text runs what it calls');
	unlike($said, qr/run by|all rights/, 'and has no other rights than his own');
	$node->safe_psql('postgres', 'DROP SCHEMA hostile CASCADE; DROP ROLE regress_author');
}

test_forms();
test_nameless();
test_failures();
test_rights();
test_altered();
test_histories();
test_kinds();
log_is_clean($node, qr{proleakproof});
done_testing();
