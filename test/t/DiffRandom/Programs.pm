# Random edits of views, functions, sequences and types.
package DiffRandom::Programs;

use strict;
use warnings;

use DiffRandom::Words;

our %edits = (
	'view|add'          => sub { return 'CREATE VIEW ' . new_name('v') . ' AS ' . query_over(relation_like()) },
	'view|add over views' => sub { return 'CREATE VIEW ' . new_name('v') . ' AS ' . query_over(one('view')) },
	'view|add with columns' => sub { my $relation = relation_like(); return 'CREATE VIEW ' . new_name('v') . ' (' . name('w') . ') AS SELECT ' . column($relation)->{name} . " FROM $relation->{name}" },
	'view|definition'   => sub { my $view = one('view'); my $relation = one(any_of('table', 'foreign table', 'table')); return "CREATE OR REPLACE VIEW $view->{name} AS SELECT " . join(', ', (map { "NULL::$_->{type} AS $_->{name}" } columns($view)), any_of('1 AS more', 'now() AS more_' . number(9))) . " FROM $relation->{name}" },
	'view|columns'      => sub { my $view = one('view'); return "DROP VIEW $view->{name} CASCADE; CREATE VIEW $view->{name} AS " . query_over(one('table')) },
	'view|options'      => sub { return 'ALTER VIEW ' . one('view')->{name} . any_of(' SET (security_barrier = true)', ' SET (security_invoker = true)', ' SET (check_option = local)', ' RESET (security_barrier)', ' RESET (security_invoker)') },
	'view|becomes table' => sub { my $view = one('view'); return "DROP VIEW $view->{name} CASCADE; CREATE TABLE $view->{name} (a integer, b text)" },
	'view|becomes materialized' => sub { my $view = one('view'); return "DROP VIEW $view->{name} CASCADE; CREATE MATERIALIZED VIEW $view->{name} AS " . query_over(one('table')) },
	'view column|default' => sub { my $column = one('view column'); return "ALTER VIEW $column->{relation} ALTER COLUMN $column->{name} " . (is_on($column->{has_default}) ? 'DROP DEFAULT' : 'SET DEFAULT ' . default_of($column)) },
	'view column|name'  => sub { my $column = one('view column'); return "ALTER VIEW $column->{relation} RENAME COLUMN $column->{name} TO " . name('w') },

	'materialized view|add'        => sub { return 'CREATE MATERIALIZED VIEW ' . new_name('m') . ' AS ' . query_over(one('table')) . any_of('', '', ' WITH NO DATA') },
	'materialized view|add over views' => sub { return 'CREATE MATERIALIZED VIEW ' . new_name('m') . ' AS ' . query_over(one(any_of('view', 'materialized view'))) },
	'materialized view|definition' => sub { my $view = one('materialized view'); return "DROP MATERIALIZED VIEW $view->{name} CASCADE; CREATE MATERIALIZED VIEW $view->{name} AS " . query_over(one('table')) },
	'materialized view|options'    => sub { return 'ALTER MATERIALIZED VIEW ' . one('materialized view')->{name} . any_of(' SET (fillfactor = ' . (50 + number(50)) . ')', ' RESET (fillfactor)', ' SET (autovacuum_enabled = false)') },
	'materialized view|no_data'    => sub { return 'REFRESH MATERIALIZED VIEW ' . one('materialized view')->{name} . any_of(' WITH NO DATA', '') },
	'materialized view|clustered_on' => sub { my $index = one('index', sub { $_[0]{of} eq 'm' && $_[0]{method} eq 'btree' && $_[0]{definition} !~ / WHERE / }); return "ALTER MATERIALIZED VIEW $index->{relation} CLUSTER ON $index->{plain}" },
	'materialized view column|statistics' => sub { my $column = one('materialized view column'); return "ALTER MATERIALIZED VIEW $column->{relation} ALTER COLUMN $column->{name} SET STATISTICS " . any_of(-1, number(300)) },
	'materialized view column|storage'    => sub { my $column = one('materialized view column', sub { $_[0]{type} =~ /^(text|jsonb|bytea|character varying)/ }); return "ALTER MATERIALIZED VIEW $column->{relation} ALTER COLUMN $column->{name} SET STORAGE " . any_of(qw(MAIN EXTERNAL EXTENDED)) },
	'materialized view column|name'       => sub { my $column = one('materialized view column'); return "ALTER MATERIALIZED VIEW $column->{relation} RENAME COLUMN $column->{name} TO " . name('w') },

	'sequence|add'      => sub { return 'CREATE SEQUENCE ' . new_name('s') . any_of('', ' AS integer', ' INCREMENT 2', ' MINVALUE 5 START 10', ' CYCLE MAXVALUE 100') },
	'sequence|owned_by' => sub { my $sequence = one('sequence'); my $column = one('table column'); return "ALTER SEQUENCE $sequence->{name} OWNED BY " . any_of('NONE', ("$column->{relation}.$column->{name}") x 3) },
	'sequence|persistence' => sub { version(15); my $sequence = one('sequence'); return "ALTER SEQUENCE $sequence->{name} SET " . ($sequence->{persistence} eq 'u' ? 'LOGGED' : 'UNLOGGED') },
	(map { my $change = $_; ("sequence|$change->[0]" => sub { return 'ALTER SEQUENCE ' . one('sequence')->{name} . ' ' . $change->[1]->() }) }
		[ type      => sub { 'AS ' . any_of(qw(smallint integer bigint)) } ],
		[ start     => sub { 'START ' . (5 + number(9)) } ],
		[ increment => sub { 'INCREMENT ' . any_of(1, 2, 5, -1) } ],
		[ min       => sub { any_of('NO MINVALUE', 'MINVALUE -' . number(9)) } ],
		[ max       => sub { any_of('NO MAXVALUE', 'MAXVALUE ' . (1000 + number(999))) } ],
		[ cache     => sub { 'CACHE ' . number(30) } ],
		[ cycle     => sub { any_of('CYCLE', 'NO CYCLE') } ]),

	'function|add'         => \&add_function,
	'function|add of a row' => sub { my $table = one('table'); return 'CREATE FUNCTION ' . new_name('f') . "($table->{name}) RETURNS boolean " . any_of('IMMUTABLE ', '') . "LANGUAGE sql AS 'SELECT \$1 IS NULL'" },
	'function|add that reads' => sub { my $relation = relation_like(); return 'CREATE FUNCTION ' . new_name('f') . '() RETURNS ' . any_of("bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM " . quoted($relation->{name}) . "'", "bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM " . quoted($relation->{name}) . "); END'", "SETOF $relation->{name} LANGUAGE sql AS 'SELECT * FROM " . quoted($relation->{name}) . "'") },
	'function|add atomic'  => sub { my $relation = relation_like(); my $column = column($relation); return 'CREATE FUNCTION ' . new_name('f') . "(x integer) RETURNS SETOF $column->{type} LANGUAGE sql BEGIN ATOMIC SELECT $column->{name} FROM $relation->{name} WHERE x > " . number(9) . '; END' },
	'function|add for triggers' => sub { return 'CREATE FUNCTION ' . new_name('f') . "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN " . any_of('NEW', 'coalesce(NEW, OLD)') . "; END'" },
	'function|definition'  => sub { my $one = one('function', sub { $_[0]{language} eq 'sql' && $_[0]{definition} =~ /^AS \$function\$.*\$function\$/m && $_[0]{result} !~ /^(SETOF|TABLE|record)/ }); return $one->{definition} =~ s/^AS \$function\$.*\$function\$/"AS \$function\$SELECT NULL::$one->{result} -- " . number(99) . "\n\$function\$"/mser },
	'function|result'      => sub { my $one = one('function', sub { $_[0]{language} eq 'sql' && !is_on($_[0]{set}) && $_[0]{result} ne 'trigger' }); my $type = any_of(qw(integer text boolean bigint)); return "DROP FUNCTION $one->{name} CASCADE; CREATE FUNCTION $one->{called}($one->{arguments}) RETURNS $type IMMUTABLE LANGUAGE sql AS 'SELECT NULL::$type'" },
	'function|arguments'   => sub { my $one = one('function', sub { $_[0]{result} !~ /trigger/ && !is_on($_[0]{set}) }); return "DROP FUNCTION $one->{name} CASCADE; CREATE FUNCTION $one->{called}(" . any_of('a integer', 'a text, b integer DEFAULT 5', 'VARIADIC a integer[]', 'a bigint DEFAULT 7', 'IN a integer, IN b integer') . ") RETURNS $one->{result} IMMUTABLE LANGUAGE sql AS 'SELECT NULL::" . quoted($one->{result}) . "'" },
	(map { my $change = $_; ("function|$change->[0]" => sub { return 'ALTER FUNCTION ' . one('function')->{name} . ' ' . $change->[1]->() }) }
		[ volatility => sub { any_of(qw(IMMUTABLE STABLE VOLATILE)) } ],
		[ strict     => sub { any_of('STRICT', 'CALLED ON NULL INPUT') } ],
		[ security   => sub { any_of('SECURITY DEFINER', 'SECURITY INVOKER') } ],
		[ cost       => sub { 'COST ' . number(999) } ],
		[ parallel   => sub { 'PARALLEL ' . any_of(qw(SAFE UNSAFE RESTRICTED)) } ],
		[ leakproof  => sub { any_of('LEAKPROOF', 'NOT LEAKPROOF') } ],
		[ setting    => sub { any_of('SET work_mem = ' . number(9999), 'RESET ALL', 'SET search_path = pg_catalog, public', "SET \"TimeZone\" = 'UTC'") } ]),
	'function|language'    => sub { my $one = one('function', sub { $_[0]{language} eq 'sql' && !is_on($_[0]{set}) && $_[0]{definition} !~ /ATOMIC/ && $_[0]{result} =~ /^[a-z]+$/ }); return "CREATE OR REPLACE FUNCTION $one->{called}($one->{arguments}) RETURNS $one->{result} LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'" },

	'procedure|add'        => sub { return 'CREATE PROCEDURE ' . new_name('q') . any_of('()', '(a integer)', '(INOUT a text)') . " LANGUAGE plpgsql AS 'BEGIN NULL; END'" },
	'procedure|definition' => sub { return one('procedure')->{definition} =~ s/BEGIN.*END/"BEGIN PERFORM " . number(99) . "; END"/ser },
	'procedure|security'   => sub { return 'ALTER PROCEDURE ' . one('procedure')->{name} . ' ' . any_of('SECURITY DEFINER', 'SECURITY INVOKER', 'SET work_mem = ' . number(9999)) },
	'aggregate|add'        => sub { return 'CREATE AGGREGATE ' . new_name('a') . parameters_of_aggregate() },
	'aggregate|parameters' => sub { my $one = one('aggregate'); return "DROP AGGREGATE $one->{name} CASCADE; CREATE AGGREGATE $one->{called}" . parameters_of_aggregate() },

	'type|add enum'        => sub { return 'CREATE TYPE ' . new_name('e') . ' AS ENUM (' . join(', ', map { "'$_'" } any_of([ qw(a b c) ], [ 'one', q(two ''s) ], [ qw(x y z ä) ])->@*) . ')' },
	'type|label added'     => sub { my $one = one('enum'); my @labels = split /\n/, $one->{labels}; return "ALTER TYPE $one->{name} ADD VALUE 'more " . number(40) . "'" . any_of('', map { (' BEFORE ' . $_, ' AFTER ' . $_) } @labels) },
	'type|label renamed'   => sub { my $one = one('enum'); return "ALTER TYPE $one->{name} RENAME VALUE " . any_of(split /\n/, $one->{labels}) . " TO 'other " . number(40) . "'" },
	'type|label removed'   => \&other_labels,
	'type|add composite'   => sub { return 'CREATE TYPE ' . new_name('o') . ' AS (' . join(', ', map { "f$_ " . type_name() } 1 .. number(4)) . ')' },
	'type|attribute added' => sub { return 'ALTER TYPE ' . one('composite')->{name} . ' ADD ATTRIBUTE ' . name('f') . ' ' . type_name() . any_of('', ' CASCADE') },
	'type|attribute dropped' => sub { my $one = one('attribute'); return "ALTER TYPE $one->{relation} DROP ATTRIBUTE $one->{name}" . any_of('', ' CASCADE') },
	'type|attribute altered' => sub { my $one = one('attribute'); return "ALTER TYPE $one->{relation} ALTER ATTRIBUTE $one->{name} TYPE " . type_name() . any_of('', ' CASCADE') },
	'type|attribute renamed' => sub { my $one = one('attribute'); return "ALTER TYPE $one->{relation} RENAME ATTRIBUTE $one->{name} TO " . name('f') . any_of('', ' CASCADE') },
	'type|add range'       => sub { return 'CREATE TYPE ' . new_name('n') . ' AS RANGE (SUBTYPE = ' . any_of('integer', 'text', 'double precision, SUBTYPE_DIFF = float8mi', 'date') . ')' },
	'type|subtype'         => sub { my $one = one('range'); return "DROP TYPE $one->{name} CASCADE; CREATE TYPE $one->{name} AS RANGE (SUBTYPE = " . any_of('bigint', 'numeric', 'text') . ')' },
	'type|add domain'      => sub { return 'CREATE DOMAIN ' . new_name('d') . ' AS ' . any_of('integer', 'text', 'numeric(10,2)', 'text COLLATE "C"', 'date', map { $_->{name} } all('domain')) . any_of('', ' NOT NULL', ' CHECK (VALUE IS NOT NULL OR true)') },
	'type|default_value'   => sub { my $one = one('domain'); return "ALTER DOMAIN $one->{name} " . (defined $one->{default} ? 'DROP DEFAULT' : 'SET DEFAULT ' . constant({ type => $one->{base}, category => $one->{category}, kind => 'b' })) },
	'type|not_null'        => sub { my $one = one('domain'); return "ALTER DOMAIN $one->{name} " . (is_on($one->{not_null}) ? 'DROP' : 'SET') . ' NOT NULL' },
	'type|base'            => sub { my $one = one('domain'); return "DROP DOMAIN $one->{name} CASCADE; CREATE DOMAIN $one->{name} AS " . any_of(qw(bigint text integer uuid)) },
	'type|add base'        => \&add_base_type,
	'domain constraint|add'   => sub { my $one = one('domain'); return "ALTER DOMAIN $one->{name} ADD CONSTRAINT " . name('k') . ' CHECK (' . check_of({ type => $one->{base}, category => $one->{category}, kind => 'b' }, 'VALUE') . ')' . any_of('', '', ' NOT VALID') },
	'domain constraint|drop'  => sub { my $one = one('domain constraint'); return "ALTER DOMAIN $one->{relation} DROP CONSTRAINT $one->{name}" },
	'domain constraint|not_valid' => sub { my $one = one('domain constraint', sub { !is_on($_[0]{valid}) }); return "ALTER DOMAIN $one->{relation} VALIDATE CONSTRAINT $one->{name}" },
	'domain constraint|name'  => sub { my $one = one('domain constraint'); return "ALTER DOMAIN $one->{relation} RENAME CONSTRAINT $one->{name} TO " . name('k') },
);

sub quoted { return shift =~ s/'/''/gr }

# A query over one relation, or over two.
sub query_over
{
	my ($relation) = @_;
	my @columns = some_of(4, columns($relation));
	my $list = join ', ', map { "r.$_->{name}" } @columns;
	my $expression = expression_on($columns[0])->{text} =~ s/\Q$columns[0]{name}\E/r.$columns[0]{name}/r;
	my $other = relation_like();
	return any_of(
		"SELECT $list FROM $relation->{name} r",
		"SELECT $list FROM $relation->{name} r WHERE " . condition_on($relation, 'r.'),
		"SELECT r.* FROM $relation->{name} r",
		"SELECT $list, $expression AS computed FROM $relation->{name} r",
		"SELECT $list, o." . column($other)->{name} . " AS other FROM $relation->{name} r LEFT JOIN $other->{name} o ON " . condition_on($other, 'o.'),
		"SELECT r.$columns[0]{name}, count(*) AS number FROM $relation->{name} r GROUP BY r.$columns[0]{name}",
		"SELECT r AS whole, 1 AS one FROM $relation->{name} r",
		"SELECT $list FROM $relation->{name} r WHERE EXISTS (SELECT FROM $other->{name} o WHERE " . condition_on($other, 'o.') . ')');
}

sub add_function
{
	my $type = any_of(qw(integer text boolean bigint), map { $_->{name} } all('enum'), all('domain'), all('composite'));
	my $argument = any_of('integer', 'text', type_name());
	my $volatility = any_of('IMMUTABLE ', 'IMMUTABLE ', 'STABLE ', '');
	return 'CREATE FUNCTION ' . new_name('f') . any_of(
		"() RETURNS $type ${volatility}LANGUAGE sql AS 'SELECT NULL::" . quoted($type) . "'",
		"($argument) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'",
		"(a $argument) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN true; END'",
		"(integer) RETURNS integer IMMUTABLE LANGUAGE sql RETURN \$1 + 1",
		"(text) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS 'SELECT upper(\$1)'",
		"(a integer, b text DEFAULT 'x') RETURNS text ${volatility}LANGUAGE plpgsql AS 'BEGIN RETURN b; END'",
		"(a $argument, OUT b integer, OUT c text) LANGUAGE sql AS 'SELECT 1, NULL::text'",
		"() RETURNS TABLE (x integer, y $type) LANGUAGE sql AS 'SELECT 1, NULL::" . quoted($type) . "'");
}

sub parameters_of_aggregate
{
	return any_of('(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = ' . "'" . number(9) . "')", '(text) (SFUNC = textcat, STYPE = text)', '(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE)');
}

# Columns go over by text, as one does it by hand.
sub other_labels
{
	my $one = one('enum');
	my @labels = split /\n/, $one->{labels};
	nothing() if @labels < 2;
	splice @labels, rand @labels, 1;
	my @users = all('table column', sub { $_[0]{type} eq $one->{name} && is_on($_[0]{own}) && $_[0]{generated} eq '' });
	my $old = "$one->{name}" =~ s/\.(.*)$/.old_type/r;
	return join '; ', "ALTER TYPE $one->{name} RENAME TO old_type", "CREATE TYPE $one->{name} AS ENUM (" . join(', ', chance(0.3) ? reverse @labels : @labels) . ')',
	  (map { "ALTER TABLE $_->{relation} ALTER COLUMN $_->{name} DROP DEFAULT, ALTER COLUMN $_->{name} TYPE $one->{name} USING $_->{name}::text::$one->{name}" } @users),
	  "DROP TYPE $old CASCADE";
}

sub add_base_type
{
	my ($schema, $name, $in, $out) = (schema(), name('z'), name('i'), name('o'));
	return "CREATE TYPE $schema.$name; CREATE FUNCTION $schema.$in(cstring) RETURNS $schema.$name LANGUAGE internal IMMUTABLE STRICT AS 'textin'; "
	  . "CREATE FUNCTION $schema.$out($schema.$name) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'; "
	  . "CREATE TYPE $schema.$name (INPUT = $schema.$in, OUTPUT = $schema.$out, LIKE = text)";
}

1;
