# A database with every kind of object that this server knows, dumped and built from its dump, dumps alike.
use strict;
use warnings;

use File::Basename qw(basename);
use FindBin qw($RealBin);
use lib $RealBin;
use DumpRoundTrip;
use PostgreSQL::Test::Utils;
use Test::More;

my $cases = "$RealBin/../cases/kinds";
my $node = new_server('kinds');
my $major = run_psql($node, 'postgres', '-c', q{SELECT current_setting('server_version_num')::integer / 10000}) + 0;
my %reason = map { /^(\S+ .+?): (.+)$/ ? ($1 => $2) : die "exceptions.txt: $_" } lines_of('exceptions.txt');

run_psql($node, 'postgres', '-c', 'CREATE DATABASE kinds TEMPLATE template0');
my @files = grep { basename($_) =~ /^(\d+)_\d+_\w+\.sql$/ && $1 <= $major } sort glob "$cases/*.sql";
my ($first) = grep { $files[$_] =~ /_extensions\.sql$/ } 0 .. $#files;

run_psql($node, 'kinds', '-f', $_) for @files[ 0 .. $first ];
my %rows_before = rows_of_catalogs();
run_psql($node, 'kinds', '-f', $_) for @files[ $first + 1 .. $#files ];

test_kinds();
test_catalogs();
test_values();
test_entries();

my %variants = (
	'as it comes'                   => [],
	'with session authorizations'   => ['--use-set-session-authorization'],
	'with INSERTs'                  => ['--inserts'],
	'with every identifier quoted'  => ['--quote-all-identifiers']);

for my $variant (sort keys %variants)
{
	round_trip($node, 'kinds', \&restore_with_psql, "psql restores the dump $variant", @{ $variants{$variant} });
	round_trip($node, 'kinds', \&restore_with_put, "a build restores the dump $variant", @{ $variants{$variant} });
}
done_testing();

# The lines of a file of cases, without comments and empty ones.
sub lines_of
{
	my ($name) = @_;
	return grep { /^[^#]/ } split /\n/, slurp_file("$cases/$name");
}

# Tests that nothing is in the list, and shows all that is.
sub none
{
	my ($title, @list) = @_;
	is(join(', ', @list), '', $title);
}

sub query { return split /\n/, run_psql($node, 'kinds', '-c', $_[0]) }

# Every kind that the server's address functions know has an object that is not an extension's.
sub test_kinds
{
	my @known = known_kinds();
	my %present = map { $_ => 1 } user_kinds();

	my %known = map { $_ => 1 } @known;

	cmp_ok(scalar @known, '>', 50, 'the server names its kinds');
	none('every kind that an object has is among them', grep { !$known{$_} } sort keys %present);
	none('every kind has an object, or a reason to have none', grep { !$present{$_} && !$reason{"kind $_"} } @known);
	none('no kind has both', grep { $present{$_} && $reason{"kind $_"} } @known);
}

# The server lists its kinds nowhere but in the text of its program, where a linker may store one as the end of another text.
sub known_kinds
{
	my $program = slurp_file($node->config_data('--bindir') . '/postgres');
	my %candidates;
	while ($program =~ /([A-Za-z][A-Za-z -]{2,})\0/g)
	{
		my $text = $1;
		for my $length (3 .. (length $text < 40 ? length $text : 40))
		{
			my $end = substr $text, -$length;
			$candidates{$end} = 1 if $end =~ /^[a-z]/;
		}
	}
	my $file = PostgreSQL::Test::Utils::tempdir() . '/candidates';
	append_to_file($file, join '', map { "$_\n" } sort keys %candidates);
	return split /\n/, run_psql($node, 'kinds', '-c', 'CREATE TEMPORARY TABLE candidate (name text)',
		'-c', "\\copy candidate FROM '$file'", '-c', <<'SQL', '-c', <<'SQL');
CREATE FUNCTION pg_temp.is_kind(candidate text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_get_object_address(candidate, '{}', '{}');
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM <> format('unrecognized object type "%s"', candidate);
END $$
SQL
SELECT name FROM candidate WHERE pg_temp.is_kind(name) ORDER BY name COLLATE "C"
SQL
}

# The kinds of what was made here, asked of every row of every catalog of objects, and of every column.
sub user_kinds
{
	my @catalogs = query(<<'SQL');
SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND attname = 'oid' AND NOT relisshared ORDER BY 1
SQL
	my @parts = map { "SELECT '$_'::regclass, oid, 0 FROM $_ WHERE oid >= 16384" } @catalogs, 'pg_subscription';
	push @parts, q{SELECT 'pg_class'::regclass, attrelid, attnum FROM pg_attribute
		WHERE attrelid >= 16384 AND attnum > 0 AND NOT attisdropped};
	push @parts, q{SELECT 'pg_largeobject'::regclass, oid, 0 FROM pg_largeobject_metadata};
	my $objects = join ' UNION ALL ', @parts;

	my @kinds = split /\n/, run_psql($node, 'kinds', '-c', <<'SQL', '-c', <<"SQL");
CREATE FUNCTION pg_temp.kind(class regclass, object oid, part integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN (pg_identify_object(class, object, part)).type;
EXCEPTION WHEN OTHERS THEN
	RETURN 'none for ' || class::text;
END $$
SQL
WITH RECURSIVE of_extension (classid, objid) AS (
	SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	UNION
	SELECT d.classid, d.objid FROM pg_depend d JOIN of_extension e ON (refclassid, refobjid) = (e.classid, e.objid)
	WHERE deptype IN ('a', 'i'))
SELECT DISTINCT pg_temp.kind(class, object, part) COLLATE "C" FROM ($objects) AS o (class, object, part)
WHERE (class, object) NOT IN (SELECT * FROM of_extension) ORDER BY 1
SQL
	my @without = map { /^none for (.*)/ ? $1 : () } @kinds;
	none('every catalog of objects has addresses, or a reason to have none', grep { !$reason{"address $_"} } @without);
	return grep { !/^none for / } @kinds;
}

sub rows_of_catalogs
{
	my @catalogs = query(q{SELECT oid::regclass FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'});
	return map { split /\|/ } query(join ' UNION ALL ', map { "SELECT '$_', count(*) FROM $_" } @catalogs);
}

# A new kind that brings a catalog of its own cannot be missed, whatever the address functions say.
sub test_catalogs
{
	my %rows = rows_of_catalogs();
	none('every catalog has got rows, or there is a reason to have none',
		grep { $rows{$_} <= $rows_before{$_} && !$reason{"catalog $_"} } sort keys %rows);
	none('no catalog has both', grep { $rows{$_} > $rows_before{$_} && $reason{"catalog $_"} } sort keys %rows);
}

# Objects differ in more than their kind: each flag and each code of the catalogs is taken in every value.
sub test_values
{
	my %expected;
	for (lines_of('values.txt'))
	{
		my ($since, $column, $values) = /^(\d+) (\S+) ([^#]+?)(?: # .+)?$/ or die "values.txt: $_";
		$expected{$column} = $values if $since <= $major;
	}
	my %boolean = map { split /\|/ } query(<<'SQL');
SELECT concat(c.oid::regclass, '.', attname), atttypid = 'boolean'::regtype
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND (NOT relisshared OR relname = 'pg_subscription')
	AND attnum > 0 AND atttypid IN ('boolean'::regtype, '"char"'::regtype)
SQL
	my (%taken, %wanted);
	for my $column (grep { !$reason{ 'catalog ' . s/\..*//r } && $_ ne 'pg_depend.deptype' } keys %boolean)
	{
		$wanted{$column} = $expected{$column} // ($boolean{$column} eq 't' ? 'false true' : 'not listed');
		$taken{$column} = join ' ', query(values_query(split /\./, $column));
	}
	none('every code and flag of the catalogs is taken in every value',
		map { $taken{$_} eq $wanted{$_} ? () : "$_: $taken{$_} (wanted: $wanted{$_})" } sort keys %taken);
}

# The first column of every catalog is the OID of its object, or of the object that its row belongs to.
sub values_query
{
	my ($catalog, $column) = @_;
	my ($key) = query("SELECT attname FROM pg_attribute WHERE attrelid = '$catalog'::regclass AND attnum = 1");
	return <<"SQL";
SELECT DISTINCT $column\::text COLLATE "C" FROM $catalog c
WHERE $key\::oid >= 16384 AND trim($column\::text) <> '' AND NOT EXISTS (
	SELECT FROM pg_depend d WHERE d.classid = '$catalog'::regclass AND d.objid = c.$key AND deptype = 'e') ORDER BY 1
SQL
}

# pg_dump has made use of every type of entry that it has.
sub test_entries
{
	my $text = DumpRoundTrip::dump($node, 'kinds');
	my %written = map { $_ => 1 } $text =~ /^-- .*; Type: ([A-Z ]+);/mg;
	my %expected;
	for (lines_of('entries.txt'))
	{
		my ($since, $until, $type) = /^(\d+) (-|\d+) ([A-Z ]+)$/ or die "entries.txt: $_";
		$expected{$type} = 1 if $since <= $major && ($until eq '-' || $major <= $until);
	}
	none('every type of entry is in the dump', grep { !$written{$_} } sort keys %expected);
	none('no type of entry is unknown', grep { !$expected{$_} } sort keys %written);
}
