# What docs/reference/rights.md says to grant is enough for a whole deployment by a plain role, and allows nothing else.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('deployment');

# The SQL blocks of the page, by the role that they are for.
sub documented_grants
{
	my %blocks;
	my $section = '';
	my $page = slurp_file("$RealBin/../../docs/reference/rights.md");
	while ($page =~ /^## ([^\n]+)$|^```sql\n(.*?)^```/msg)
	{
		if (defined $1) { $section = lc $1 }
		else            { $blocks{$section} .= $2 }
	}
	return %blocks;
}

my %grants = documented_grants();
my @roles  = qw(deployer loader observer backup);
is(join(' ', sort keys %grants), join(' ', sort @roles), 'the page has SQL for each kind of role');

sub as { my ($role, $database, $sql) = @_; return answer($node, $role, $database, $sql) }
sub refused { my ($role, $database, $sql) = @_; return refusal($node, $role, $database, $sql) }

as('postgres', 'postgres', "CREATE ROLE $_ LOGIN") for @roles, 'stranger';
for my $database (qw(fresh older))
{
	new_database($node, $database);
	as('postgres', $database, "GRANT CREATE ON DATABASE $database TO deployer");
	as('postgres', $database, $grants{$_}) for @roles;
}

my %project = (
	'schema/00_schema.sql'             => 'CREATE SCHEMA shop;',
	'schema/10_tables/customer.sql'    => 'CREATE TABLE customer (id integer PRIMARY KEY, name text, city text, note text);',
	'schema/20_views/names.sql'        => 'CREATE VIEW names AS SELECT name FROM customer;',
	'seeds/customer.sql'               => "COPY customer (id, name) FROM stdin;\n1\tAda\n2\tBob\n\\.\n",
	'migrations/001_city.up.sql'       => 'ALTER TABLE shop.customer ADD city text;',
	'migrations/001_city.down.sql'     => 'ALTER TABLE shop.customer DROP city;',
	'migrations/002_note.up.sql'       => 'ALTER TABLE shop.customer ADD note text;',
	'migrations/002_note.down.sql'     => 'ALTER TABLE shop.customer DROP note;',
	'migrations/003_names.up.sql'      => 'CREATE VIEW shop.names AS SELECT name FROM shop.customer;',
	'migrations/003_names.down.sql'    => 'DROP VIEW shop.names;');
my $archive = archive_of(%project);
my $status  = 'SELECT version, state, reversible, applied_by, checksum_matches FROM confiture.status';

# A fresh database.
is(as('deployer', 'fresh', "SELECT change, path FROM confiture.load_archive($archive) ORDER BY path COLLATE \"C\""),
	join("\n", map { "added|$_" } sort keys %project), 'fresh: loads an archive');
like(as('deployer', 'fresh', "SELECT confiture.environment_set('prod', search_path => 'shop', owner => 'deployer', seed => true)"),
	qr/^[0-9a-f]{64}$/, 'fresh: sets an environment');
like(as('deployer', 'fresh', "SELECT confiture.schema_checksum('prod')"), qr/^[0-9a-f]{64}$/, 'fresh: takes the checksum');
like(as('deployer', 'fresh', "SELECT confiture.build_script('prod')"), qr/^CREATE SCHEMA shop;$/m, 'fresh: reads the script');
is(as('deployer', 'fresh', "SELECT path, statements FROM confiture.build('prod')"),
	"schema/00_schema.sql|1\nschema/10_tables/customer.sql|1\nschema/20_views/names.sql|1\nseeds/customer.sql|1", 'fresh: builds');
is(as('deployer', 'fresh', 'SELECT name FROM shop.names ORDER BY 1'), "Ada\nBob", 'fresh: the schema and the seeds are there');
is(as('deployer', 'fresh', $status), join("\n", map { "$_|applied|written|deployer|t" } qw(001 002 003)), 'fresh: has all migrations');
is(as('deployer', 'fresh', 'SELECT version, migrations, pending FROM confiture.version'), '003|3|0', 'fresh: knows its version');
is(as('deployer', 'fresh', 'SELECT version, statements FROM confiture.migrate_down()'), '003|1', 'fresh: goes one down');
is(as('deployer', 'fresh', 'SELECT version, statements FROM confiture.migrate_up()'), '003|1', 'fresh: and up again');
is(as('deployer', 'fresh', 'SELECT confiture.remove(\'seeds/customer.sql\')'), 't', 'fresh: removes a file');
is(as('deployer', 'fresh', "SELECT confiture.environment_remove('prod')"), 't', 'fresh: removes the environment');

as('deployer', 'fresh', q{SELECT confiture.put('migrations/004_visit.sql', 'CREATE TABLE shop.visit (id integer); CREATE INDEX CONCURRENTLY visit_id ON shop.visit (id)')});
is(as('deployer', 'fresh', q{SELECT relations, lock FROM confiture.migrate_plan() WHERE NOT transactional}), '{}|none', 'fresh: plans');
is(as('deployer', 'fresh', q{SELECT error IS NULL FROM confiture.rehearse()}), "t\nf", 'fresh: rehearses');
is(as('deployer', 'fresh', 'CALL confiture.migrate(); SELECT indisvalid, indexrelid::regclass FROM pg_index WHERE indrelid = $$shop.visit$$::regclass'),
	't|shop.visit_id', 'fresh: builds an index concurrently');
as('deployer', 'fresh', q{SELECT confiture.put('migrations/005_stops.sql', 'CREATE TABLE shop.kept (); VACUUM nowhere')});
is(refused('deployer', 'fresh', 'CALL confiture.migrate()'), '42P01 relation "nowhere" does not exist', 'fresh: stops half-way');
is(as('deployer', 'fresh', 'SELECT state, number FROM confiture.step ORDER BY number; SELECT count(*) FROM confiture.progress'), "done|1\nfailed|2\n0", 'fresh: sees where');
is(as('deployer', 'fresh', q{SELECT step, outcome FROM confiture.abandon('005', 'mistaken')}), "1|committed\n2|not run", 'fresh: abandons');

# One with a schema from before.
as('deployer', 'older', 'CREATE SCHEMA shop; CREATE TABLE shop.customer (id integer PRIMARY KEY, name text, city text);');
as('deployer', 'older', "SELECT count(*) FROM confiture.load_archive($archive)");
is(as('deployer', 'older', "SELECT confiture.baseline('001', 'was there')"), '1', 'older: takes a baseline');
is(as('deployer', 'older', 'SELECT version, name FROM confiture.migrate_up()'), "002|note\n003|names", 'older: migrates up');
is(as('deployer', 'older', 'SELECT version FROM confiture.migrate_up()'), '', 'older: has nothing pending');
is(as('deployer', 'older', $status), "001|applied|no|deployer|t\n002|applied|written|deployer|t\n003|applied|written|deployer|t",
	'older: sees the status');
as('deployer', 'older', "SELECT confiture.put('migrations/003_names.down.sql', 'DROP VIEW shop.names CASCADE;')");
is(as('deployer', 'older', 'SELECT version, problem FROM confiture.verify()'), '003|changed', 'older: sees what changed');
is(as('deployer', 'older', "SELECT outcome FROM confiture.repair('3', 'reviewed')"), 'repaired', 'older: repairs');
is(as('deployer', 'older', 'SELECT * FROM confiture.verify()'), '', 'older: nothing is changed any more');
is(as('deployer', 'older', "SELECT version FROM confiture.migrate_down('001')"), "003\n002", 'older: migrates down');
is(as('deployer', 'older', 'SELECT * FROM confiture.verify_history()'), '', 'older: its history fits');
is(as('deployer', 'older', "SELECT confiture.approve(path, checksum) FROM confiture.source WHERE path LIKE '%002%up%'"), '', 'older: approves');

# Who sees what.
is(as('observer', 'older', 'SELECT action, version, role FROM confiture.history ORDER BY id'),
	join("\n", map { "$_|deployer" } qw(baseline|001 up|002 up|003 repair|003 down|003 down|002)), 'an observer reads history');
is(as('observer', 'older', 'SELECT version, pending FROM confiture.version'), '001|2', 'an observer sees the version');
is(as('observer', 'older', 'SELECT count(*) FROM confiture.runner'), '0', 'an observer sees the runner');
is(as('loader', 'older', "SELECT length(confiture.put('schema/30_more.sql', 'SELECT 1'))"), '64', 'a loader puts a file');
is(as('loader', 'older', "SELECT content FROM confiture.source WHERE path = 'schema/30_more.sql'"), 'SELECT 1', 'a loader reads it');
is(refused('observer', 'older', "SELECT $_"), '42501 permission denied for table source', "an observer: $_")
  for 'content FROM confiture.source', '* FROM confiture.source', '(s).content FROM confiture.source s';
is(refused('observer', 'older', "SELECT $_ FROM confiture.history"), '42501 permission denied for table history', "an observer: $_")
  for qw(up_text down_text *);
is(refused('loader', 'older', 'SELECT hash FROM confiture.history'), '42501 permission denied for table history', 'a loader sees no history');
is(refused('observer', 'older', "SELECT confiture.build_script()"), '42501 permission denied for function build_script',
	'an observer gets no script');
as('postgres', 'older', 'GRANT EXECUTE ON FUNCTION confiture.build_script(text) TO observer');
is(refused('observer', 'older', "SELECT confiture.build_script()"), '42501 permission denied for the texts of the source',
	'nor where he may call it: it shows the texts');

# What nobody may do, whatever he was granted.
my $tables = as('postgres', 'older', q{SELECT relname, min(attname) FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum = 1
	WHERE relnamespace = 'confiture'::regnamespace AND relkind = 'r' GROUP BY 1 ORDER BY relname});
my @tables = map { [ split /\|/ ] } split /\n/, $tables;
is(scalar(grep { $_->[0] =~ /^(source|environment|history|applied)$/ } @tables), 4, 'the tables are known');
my @attacks = (
	'CREATE TABLE confiture.mine ()', 'CREATE FUNCTION confiture.mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
	'ALTER SCHEMA confiture RENAME TO mine', 'DROP SCHEMA confiture CASCADE', 'DROP EXTENSION confiture CASCADE',
	'ALTER EXTENSION confiture UPDATE', 'ALTER EXTENSION confiture DROP TABLE confiture.history',
	'ALTER EXTENSION confiture SET SCHEMA public', 'DROP VIEW confiture.status',
	'CREATE OR REPLACE VIEW confiture.version AS SELECT 1', 'DROP FUNCTION confiture.build(text, boolean)',
	'ALTER FUNCTION confiture.build(text, boolean) SECURITY DEFINER',
	q{CREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE c AS '$libdir/confiture', 'confiture_guard_write'},
	'SELECT confiture.guard_write()', 'SELECT confiture.advance_source()', 'SELECT confiture.advance_applied()');
for (@tables)
{
	my ($name, $column) = @$_;
	my $table = "confiture.$name";
	push @attacks, "INSERT INTO $table DEFAULT VALUES", "UPDATE $table SET $column = $column", "DELETE FROM $table",
	  "TRUNCATE $table", "COPY $table FROM stdin", "ALTER TABLE $table ADD extra integer",
	  "ALTER TABLE $table DISABLE TRIGGER guard_write", "ALTER TABLE $table OWNER TO CURRENT_USER", "DROP TABLE $table CASCADE",
	  "CREATE TRIGGER mine BEFORE INSERT ON $table FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()",
	  "CREATE TABLE public.mine (c text REFERENCES $table)", "CREATE TABLE public.mine () INHERITS ($table)",
	  "CREATE POLICY mine ON $table", "CREATE RULE mine AS ON INSERT TO $table DO INSTEAD NOTHING",
	  "CREATE INDEX ON $table ($column)", "CREATE STATISTICS public.mine (ndistinct) ON ctid, $column FROM $table", "REINDEX TABLE $table",
	  "LOCK TABLE $table IN ACCESS EXCLUSIVE MODE", "COMMENT ON TABLE $table IS 'mine'", "SELECT $column FROM $table FOR UPDATE",
	  "MERGE INTO $table USING (SELECT 1) one (n) ON true WHEN MATCHED THEN DELETE";
}
as('postgres', 'older', 'GRANT CREATE ON SCHEMA public TO PUBLIC');
for my $role (@roles, 'stranger')
{
	my @states = states($node, $role, 'older', @attacks);
	is(scalar @states, scalar @attacks, "$role: all attacks were tried");
	is(join("\n", map { "$states[$_] $attacks[$_]" } grep { $states[$_] ne '42501' } 0 .. $#attacks), '',
		"$role may change nothing of the extension");
}
my $rights = q{SELECT relname, relacl FROM pg_class WHERE relnamespace = 'confiture'::regnamespace ORDER BY 1};
my $before = as('postgres', 'older', $rights);
for my $role (@roles)
{
	try($node, $role, 'older', "GRANT ALL ON confiture.$_->[0] TO PUBLIC") for @tables;
}
is(as('postgres', 'older', $rights), $before, 'nobody can pass on what he was granted');

# Every function that PUBLIC or the role was not granted is refused, by name.
sub forbidden_functions
{
	my ($role) = @_;
	my $calls = as('postgres', 'older', <<"SQL");
SELECT format('%s confiture.%I(%s)', CASE prokind WHEN 'p' THEN 'CALL' ELSE 'SELECT' END, proname, (SELECT string_agg('NULL::' || format_type(t, NULL), ', ' ORDER BY n)
                                               FROM unnest(proargtypes::oid[]) WITH ORDINALITY AS a (t, n)))
  FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace AND NOT has_function_privilege('$role', oid, 'EXECUTE')
 ORDER BY oid::regprocedure::text COLLATE "C"
SQL
	return split /\n/, $calls;
}

my @all = forbidden_functions('stranger');
cmp_ok(scalar @all, '>=', 18, 'a role without grants may execute no function');
is(join("\n", grep { !/^42501 permission denied for schema confiture$/ } map { refused('stranger', 'older', $_) } @all), '',
	'nor reach one');
as('postgres', 'older', 'GRANT USAGE ON SCHEMA confiture TO stranger');
is(join("\n", grep { !/^42501 permission denied for (function|procedure) \w+$/ } map { refused('stranger', 'older', $_) } @all), '',
	'nor with the right on the schema');
for my $view (qw(status version runner))
{
	like(refused('stranger', 'older', "SELECT * FROM confiture.$view"), qr/^42501 /, "nor read view $view");
}
for my $role (qw(loader observer backup))
{
	my @calls = forbidden_functions($role);
	is(join("\n", grep { !/^42501 / } map { refused($role, 'older', $_) } @calls), '', "$role may execute what he was granted and no more");
	cmp_ok(scalar @calls, '>', 3, "... which is not all");
}

done_testing();
