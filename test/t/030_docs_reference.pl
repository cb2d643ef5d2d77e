# docs/reference says what the catalog and the code have, no more and no less; links in the documents lead somewhere.
use strict;
use warnings;

use Cwd qw(abs_path);
use DocBlocks;
use File::Basename qw(dirname);
use File::Find qw(find);
use PostgreSQL::Test::Cluster;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my $reference = "$top/docs/reference";
local $ENV{PGUSER} = 'postgres';

my $node = PostgreSQL::Test::Cluster->new('docs');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION confiture');

sub slurp
{
	my ($file) = @_;
	open(my $in, '<', $file) or die "$file: $!";
	local $/;
	return <$in>;
}

sub rows { return split /\n/, $node->safe_psql('postgres', $_[0]) }

# The cells of the tables below the heading (of the whole text, if none), code marks removed; header lines left out.
sub cells
{
	my ($text) = @_;
	my @rows;
	for my $line (grep { /^\|/ } split /\n/, $text)
	{
		my @cells = map { s/^\s+|\s+$//gr } split /(?<!\\)\|/, $line =~ s/^\||\|$//gr;
		push @rows, \@cells if $cells[0] =~ s/^`([^`]*)`$/$1/;
	}
	return @rows;
}

sub code { return $_[0] =~ /^`([^`]*)`$/ ? $1 : $_[0] }

# Functions: name, arguments with defaults, results.
my @documented = map { $_->{text} =~ s/\s+/ /gr =~ s/ $//r }
  grep { $_->{info} eq '' && $_->{text} =~ /^(CALL )?confiture\./ } fences("$reference/functions.md");
my @functions;
for my $row (rows(q{
	SELECT concat_ws(E'\t', proname, pg_get_function_arguments(p.oid), CASE prokind WHEN 'p' THEN 'call' ELSE proretset::text END,
	       coalesce((SELECT string_agg(proargnames[i] || ' ' || format_type(proallargtypes[i], NULL), ', ' ORDER BY i)
	                   FROM generate_subscripts(proargmodes, 1) i WHERE proargmodes[i] IN ('o', 't')), format_type(prorettype, NULL)))
	  FROM pg_proc p WHERE pronamespace = 'confiture'::regnamespace AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)}))
{
	my ($name, $arguments, $set, $result) = split /\t/, $row;
	$arguments =~ s/(^|, )OUT .*//;
	$arguments =~ s/ DEFAULT / = /g;
	$arguments =~ s/::\w+(\[\])?//g;
	$result =~ s/timestamp with time zone/timestamptz/g;
	$arguments =~ s/(^|, )IN /$1/g;
	push @functions, $set eq 'call' ? "CALL confiture.$name($arguments)" : "confiture.$name($arguments) -> " . ($set eq 'true' ? "setof ($result)" : $result);
}
cmp_ok(scalar @functions, '>', 0, 'there are functions');
is_deeply([ sort @documented ], [ sort @functions ], 'functions.md has the functions of the extension, with their arguments and results');

# Settings: name, default and least value with units, who may set them.
my %who = (user => 'anybody', superuser => 'a superuser');
my @settings = map { my @field = split /\t/; $field[3] = $who{ $field[3] } // $field[3]; \@field } rows(q{
	LOAD 'confiture';
	SELECT concat_ws(E'\t', name, current_setting(name), coalesce(min_val || CASE WHEN min_val <> '0' THEN coalesce(unit, '') ELSE '' END, ''), context)
	  FROM pg_settings WHERE name LIKE 'confiture.%' ORDER BY name COLLATE "C"});
cmp_ok(scalar @settings, '>', 0, 'there are settings');
is_deeply([ map { [ $_->[0], map { code($_) } @$_[ 1 .. 3 ] ] } cells(slurp("$reference/settings.md")) ],
	\@settings, 'settings.md has the settings, with defaults, units, least values and who may set them');

# Tables and views: columns and their types, in their order.
my %columns;
for my $section (split /^## /m, slurp("$reference/tables.md"))
{
	my ($name) = $section =~ /^(\w+)\n/ or next;
	$columns{$name} = [ map { "$_->[0] " . code($_->[1]) } cells($section) ];
}
my %relations;
push @{ $relations{ $_->[0] } }, $_->[1] =~ s/timestamp with time zone/timestamptz/r for map { [ split /\t/ ] } rows(q{
	SELECT concat_ws(E'\t', relname, attname || ' ' || format_type(atttypid, atttypmod))
	  FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
	 WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f') AND attnum > 0 AND NOT attisdropped
	 ORDER BY relname, attnum});
cmp_ok(scalar keys %relations, '>', 0, 'there are tables');
is_deeply(\%columns, \%relations, 'tables.md has the tables and views, with their columns and types');

# Errors: the list in the code, and each of it raised somewhere.
my $conditions = 'include/confiture/model/conditions.hpp';
my %in_code = slurp("$top/$conditions") =~ /Condition \w+\{"(\w{5})", "(\w+)"\}/g;
my %symbol = map { $_->[1] => $_->[0] } map { [ split / / ] } map { s/Condition (\w+)\{"(\w{5})"/$1 $2/r }
  slurp("$top/$conditions") =~ /(Condition \w+\{"\w{5}")/g;
my %in_docs = map { $_->[0] => code($_->[1]) } cells(slurp("$reference/errors.md"));
my %ours = map { $_ => $in_code{$_} } grep { /^ZF/ } keys %in_code;
cmp_ok(scalar keys %ours, '>', 0, 'there are conditions of our own');
is_deeply({ map { $_ => $in_docs{$_} } grep { /^ZF/ } keys %in_docs }, \%ours, 'errors.md has the conditions of class ZF');
is_deeply([ grep { ($in_docs{$_} // '') ne $in_code{$_} } sort keys %in_code ], [], 'errors.md has all other conditions that the code names');
is_deeply([ grep { $_->[0] =~ /^ZF/ && grep { ($_ // '') eq '' } @$_[ 2, 3 ] } cells(slurp("$reference/errors.md")) ],
	[], 'each condition of class ZF has a meaning and a remedy');

$node->safe_psql('postgres', q{
	CREATE FUNCTION state_of(condition text) RETURNS text LANGUAGE plpgsql AS
	'BEGIN RAISE EXCEPTION USING ERRCODE = condition; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END'});
my @standard = grep { !/^ZF/ } sort keys %in_docs;
is_deeply([ map { $node->safe_psql('postgres', "SELECT state_of('$in_docs{$_}')") } @standard ],
	\@standard, 'the names of standard conditions are those of the server');

my $sources = '';
find({ no_chdir => 1, wanted => sub { $sources .= slurp($_) if /\.(cpp|h|hpp)$/ && !/conditions\.hpp$/ } }, "$top/src", "$top/include");
my %raised = map { join('', @$_) => 1 } map { [ /'(.)'/g ] } $sources =~ /MAKE_SQLSTATE\(('Z', 'F'(?:, '\w'){3})\)/g;
is_deeply([ grep { !$raised{$_} && $sources !~ /condition::$symbol{$_}\b/ } sort keys %ours ], [], 'each condition of class ZF is raised somewhere');
is_deeply([ grep { !$ours{$_} } sort keys %raised ], [], 'no other condition of class ZF is');

# Comments. From 16 on the row types of tables, and arrays of them, are objects of the extension too: the table's comment is theirs.
is($node->safe_psql('postgres', q{
	SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d
	 WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'confiture')
	   AND d.deptype = 'e' AND obj_description(d.objid, d.classid::regclass::name) IS NULL
	   AND NOT EXISTS (SELECT FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem JOIN pg_class c ON c.oid IN (t.typrelid, e.typrelid)
	                    WHERE d.classid = 'pg_type'::regclass AND t.oid = d.objid AND c.relkind <> 'c')
	UNION ALL
	SELECT pg_describe_object('pg_class'::regclass, attrelid, attnum) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
	 WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND col_description(attrelid, attnum) IS NULL
	UNION ALL
	SELECT pg_describe_object('pg_trigger'::regclass, t.oid, 0) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
	 WHERE relnamespace = 'confiture'::regnamespace AND NOT tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NULL}),
	'', 'each object of the extension has a comment');
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'confiture')}), '>', scalar @functions, 'objects are found by their extension');

# Links between the documents, and that each document is reached from the README.
my @documents;
find({ no_chdir => 1, wanted => sub { push @documents, $_ if /\.md$/ } }, "$top/docs", "$top/examples", "$top/test");
my (%anchors, %links);
for my $file ("$top/README.md", "$top/CHANGELOG.md", @documents)
{
	my $text = slurp($file) =~ s/^```.*?^```$//gmsr;
	$anchors{$file} = { map { lc(s/[^\w\s-]//gr) =~ s/ /-/gr => 1 } $text =~ /^#+ (.*?)\s*$/mg };
	$links{$file} = [ grep { !/^https?:/ } $text =~ /\]\(([^)\s]+)\)/g ];
}
my (@broken, %reached);
my @next = ("$top/README.md");
for my $file (sort keys %links)
{
	for my $link (@{ $links{$file} })
	{
		my ($target, $anchor) = split /#/, $link, 2;
		my $path = $target eq '' ? $file : abs_path(dirname($file) . "/$target");
		push @broken, "$file: $link" if !defined $path || !-e $path || defined $anchor && !$anchors{$path}{$anchor};
	}
}
is_deeply(\@broken, [], 'no link leads nowhere');
while (my $file = shift @next)
{
	next if $reached{$file}++;
	push @next, grep { defined && $links{$_} } map { abs_path(dirname($file) . '/' . s/#.*//r) } grep { !/^#/ } @{ $links{$file} };
}
is_deeply([ grep { /^\Q$top\E\/docs\/(?!design\/)/ && !$reached{$_} } @documents ], [], 'each page of docs/ for users is reached from the README');

done_testing();
