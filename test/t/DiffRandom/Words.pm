# What random edits are put together from: what is there, names, types, values and expressions.
package DiffRandom::Words;

use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(all one one_or is_on chance any_of some_of number name new_name schema role type_name column columns default_of check_of condition_on
  expression_on constant table_like relation_like version nothing);

our $state = {};
our $major = 15;

# Ends an edit for which something is not there: the name of the list that lacks it, or of the edit that makes it.
sub nothing { die 'nothing: ' . ($_[0] // 'table') . "\n" }

# All of a list that fit.
sub all
{
	my ($list, $fits) = @_;
	return grep { !defined $fits || $fits->($_) } @{ $state->{$list} // [] };
}

# One of a list, by chance.
sub one
{
	my @fitting = all(@_);
	return @fitting ? $fitting[ rand @fitting ] : nothing($_[0]);
}

# The same, where another edit than the list's own makes what fits.
sub one_or
{
	my ($maker, @what) = @_;
	my @fitting = all(@what);
	return @fitting ? $fitting[ rand @fitting ] : nothing($maker);
}

# Whether a value of the server is true.
sub is_on { return ($_[0] // 'f') =~ /^t/ }

sub chance { return rand() < $_[0] }
sub any_of { return $_[ rand @_ ] }
sub number { return 1 + int rand $_[0] }
sub version { return $major >= $_[0] || nothing('a newer server') }

# So many of these, or fewer, in their order and at least one.
sub some_of
{
	my ($count, @from) = @_;
	nothing('table column') if !@from;
	my %chosen = map { int(rand @from) => 1 } 1 .. number($count);
	return map { $from[$_] } sort { $a <=> $b } keys %chosen;
}

# Names come again, also in other schemas, once what had them is gone; some of each kind are such that they must be quoted.
sub name
{
	my ($stem) = @_;
	my $number = int rand 12;
	return qq("${stem}_$number is ) . ('ä' x int((63 - length("${stem}_$number is ")) / 2)) . '"' if $number == 11;
	return qq("\U$stem\E $number") if $number == 10;
	return qq("$stem.""$number""'s") if $number == 9;
	return qq("${stem}_ß\\$number") if $number == 8;
	return "${stem}_$number";
}

# A schema that is there.
sub schema { return chance(0.6) ? 'public' : one('schema')->{name} }

# A new name in some schema.
sub new_name { return schema() . '.' . name(shift) }

sub role { return any_of(qw(regress_diff_owner regress_diff_reader regress_diff_writer)) }

my @plain = (
	qw(integer bigint smallint text numeric boolean date timestamptz timestamp jsonb json uuid bytea inet cidr interval time real money int4range xml point tsvector),
	'integer', 'integer', 'text', 'bigint', 'integer[]', 'text[]', 'character varying(10)', 'character varying(20)', 'character varying', 'character(5)',
	'numeric(10,2)', 'numeric(12,2)', 'double precision', 'bit(3)', 'bit varying(8)', 'timestamp(3) without time zone', '"char"', 'name', 'oid', 'integer[][]');

# A type of columns: mostly the server's, sometimes one that is made here, or a row of a table.
sub type_name
{
	my @own = map { $_->{name} } map { all($_) } qw(enum domain composite range);
	return any_of(@own) . (chance(0.15) ? '[]' : '') if @own && chance(0.25);
	my @rows = chance(0.02) ? all('table') : ();
	return @rows ? any_of(@rows)->{name} : any_of(@plain);
}

# The columns of a relation that fit, and one of them.
sub columns
{
	my ($relation, $fits) = @_;
	return grep { $_->{relation} eq $relation->{name} && (!defined $fits || $fits->($_)) } map { all($_) } 'table column', 'foreign table column', 'view column',
	  'materialized view column';
}

sub column
{
	my @fitting = columns(@_);
	return @fitting ? $fitting[ rand @fitting ] : nothing('table column');
}

# A table of these kinds of pg_class, with its own columns and its rows or without.
sub table_like
{
	my ($kinds, $fits) = @_;
	my @fitting = all('table', sub { $_[0]{kind} =~ /[$kinds]/ && (!defined $fits || $fits->($_[0])) });
	return @fitting ? $fitting[ rand @fitting ] : nothing($kinds eq 'p' ? 'table|add partitioned' : 'table');
}

# Anything that a query reads, tables first of all.
sub relation_like
{
	return one(chance(0.6) ? 'table' : any_of('view', 'materialized view', 'table', 'foreign table'));
}

# A value of a column, or one that a column of that type is likely to take.
sub constant
{
	my ($column) = @_;
	my ($category, $number) = ($column->{category} // 'X', number(50));
	return 'NULL' if $column->{kind} eq 'c' || $column->{type} =~ /\[\]$/ && chance(0.3);
	return "'{}'" if $column->{type} =~ /\[\]$/;
	return $column->{label} // 'NULL' if $category eq 'E';
	my %by_category = (
		N => $number, S => "'" . any_of(qw(x a b ok)) . "'", B => any_of(qw(true false)), D => "'2024-01-" . sprintf('%02d', number(28)) . "'", T => "'$number days'",
		R => "'empty'", V => "B'101'", I => "'10.0.0.$number'");
	return 'NULL' if $column->{type} =~ /^(time|"char"|interval|money|name)/ && $category ne 'D' && $category ne 'T';
	return "'1 day'" if $column->{type} eq 'time without time zone';
	return $by_category{$category} if defined $by_category{$category};
	return "'{\"a\": $number}'" if $column->{type} =~ /^jsonb?$/;
	return "'00000000-0000-0000-0000-0000000000" . sprintf('%02d', $number) . "'" if $column->{type} eq 'uuid';
	return 'NULL';
}

# What a new default may be: a constant, something that the server computes, or a function that is made here.
sub default_of
{
	my ($column) = @_;
	my @functions = all('function', sub { $_[0]{result} eq $column->{type} && $_[0]{count} == 0 });
	return any_of(@functions)->{called} . '()' if @functions && chance(0.5);
	return any_of('now()', 'CURRENT_TIMESTAMP', 'clock_timestamp()', "now() - '1 day'::interval") if $column->{type} =~ /^timestamp/ && chance(0.7);
	return 'CURRENT_DATE' if $column->{type} eq 'date' && chance(0.5);
	return 'gen_random_uuid()' if $column->{type} eq 'uuid' && chance(0.7);
	my @sequences = all('sequence');
	return "nextval('" . any_of(@sequences)->{name} =~ s/'/''/gr =~ s/\\/\\\\/gr . "')" if @sequences && $column->{type} =~ /^(integer|bigint)$/ && chance(0.3);
	return any_of('CURRENT_USER', "upper('x')", "'a' || 'b'", "'it''s'", "E'two\\nlines'") if $column->{type} =~ /^(text|character varying)$/ && chance(0.6);
	return constant($column) . ($column->{category} eq 'N' && chance(0.3) ? ' + ' . number(9) : '');
}

# A condition that rows are likely to fulfil.
sub check_of
{
	my ($column, $name) = @_;
	$name //= $column->{name};
	my $number = number(40);
	my @functions = all('function', sub { $_[0]{result} eq 'boolean' && $_[0]{count} == 1 && $_[0]{arguments} =~ /\Q$column->{type}\E$/ });
	return any_of(@functions)->{called} . "($name)" if @functions && chance(0.4);
	return any_of("$name > -$number", "$name <> -$number", "$name BETWEEN 0 AND 1000 + $number", "$name >= 0 OR $name < -$number") if $column->{category} eq 'N' && $column->{type} ne 'money';
	return "$name NOT IN ('q', 'r$number')" if $column->{type} eq 'text' && chance(0.3);
	return any_of("length($name) < 100 + $number", "$name <> 'no$number'", "$name !~ '^no$number'") if $column->{type} =~ /^(text|character)/;
	return "$name > '1900-01-01'" if $column->{category} eq 'D' && $column->{type} !~ /^time /;
	return "$name IN (" . join(', ', $column->{label}, $column->{label}) . ") OR $name IS NOT NULL OR $number > 0" if $column->{category} eq 'E' && $column->{kind} ne 'd' && $column->{label} && $column->{type} !~ /\[/;
	return "$name IS NOT NULL OR $number > 0";
}

# A condition on one or two columns of a relation.
sub condition_on
{
	my ($relation, $prefix) = @_;
	my @of = map { check_of($_, ($prefix // '') . $_->{name}) } some_of(2, columns($relation, sub { $_[0]{type} !~ /^xml|^json$|^point/ }));
	# BETWEEN in front of AND prints other parentheses the second time, to pg_dump, too.
	@of = sort { ($a =~ / BETWEEN /) <=> ($b =~ / BETWEEN /) } @of;
	return join chance(0.5) ? ' AND ' : ' OR ', map { "($_)" } @of;
}

# {text, type} of an expression that is immutable, on a column.
sub expression_on
{
	my ($column) = @_;
	my ($name, $number) = ($column->{name}, number(30));
	my @functions = all('function', sub { $_[0]{volatility} eq 'i' && !is_on($_[0]{set}) && $_[0]{count} == 1 && $_[0]{arguments} =~ /(^|\s)\Q$column->{type}\E$/ && $_[0]{result} =~ /^(integer|text|boolean)$/ });
	if (@functions && chance(0.5))
	{
		my $function = any_of(@functions);
		return { text => "$function->{called}($name)", type => $function->{result} };
	}
	return { text => "($name + $number)", type => $column->{type} } if $column->{type} =~ /^(integer|bigint)$/;
	return { text => "($name * 2)", type => 'numeric' } if $column->{type} =~ /^numeric/;
	return { text => any_of("upper($name)", "($name || '$number')"), type => 'text' } if $column->{type} =~ /^(text|character varying)/ && $column->{type} !~ /\[/;
	return { text => "length($name)", type => 'integer' } if $column->{type} =~ /^character/ && $column->{type} !~ /\[/;
	return { text => "(($name ->> 'a'))", type => 'text' } if $column->{type} =~ /^jsonb?$/;
	return { text => "($name IS NULL)", type => 'boolean' };
}

1;
