# Random edits of tables, their columns and partitions: each gives statements, or says that there is nothing to edit.
package DiffRandom::Tables;

use strict;
use warnings;

use DiffRandom::Words;

our %edits = (
	'table|add'             => sub { return 'CREATE ' . (chance(0.1) ? 'UNLOGGED ' : '') . 'TABLE ' . new_name('t') . ' (' . written_columns() . ')' . (chance(0.15) ? ' WITH (fillfactor = ' . (50 + number(50)) . ')' : '') },
	'table|add partitioned' => \&add_partitioned,
	'table|add partition'   => \&add_partition,
	'table|add inheriting'  => sub { my $parent = table_like('r', sub { !is_on($_[0]{partition}) }); return 'CREATE TABLE ' . new_name('t') . ' (' . (chance(0.5) ? written_columns(1) : '') . ") INHERITS ($parent->{name})" },
	'table|add of type'     => sub { return 'CREATE TABLE ' . new_name('t') . ' OF ' . one('composite')->{name} },
	'table|add like'        => sub { return 'CREATE TABLE ' . new_name('t') . ' (LIKE ' . one('table')->{name} . any_of('', ' INCLUDING ALL', ' INCLUDING DEFAULTS INCLUDING INDEXES') . ')' },
	'table|persistence'     => sub { my $table = table_like('r'); return "ALTER TABLE $table->{name} SET " . ($table->{persistence} eq 'u' ? 'LOGGED' : 'UNLOGGED') },
	'table|options'         => sub { return 'ALTER TABLE ' . table_like('r')->{name} . any_of(' SET (fillfactor = ' . (50 + number(50)) . ')', ' SET (autovacuum_enabled = false, toast.autovacuum_enabled = true)', ' RESET (fillfactor)', ' SET (parallel_workers = ' . number(9) . ')') },
	'table|row_security'    => sub { return 'ALTER TABLE ' . one('table')->{name} . any_of(' ENABLE', ' DISABLE') . ' ROW LEVEL SECURITY' },
	'table|force_row_security' => sub { return 'ALTER TABLE ' . one('table')->{name} . any_of(' FORCE', ' NO FORCE') . ' ROW LEVEL SECURITY' },
	'table|replica_identity'   => sub { return 'ALTER TABLE ' . table_like('rp')->{name} . ' REPLICA IDENTITY ' . any_of('FULL', 'NOTHING', 'DEFAULT') },
	'table|replica_identity by index' => \&replica_index,
	'table|clustered_on'    => sub { my $index = one('index', sub { $_[0]{of} eq 'r' && $_[0]{method} eq 'btree' }); return "ALTER TABLE $index->{relation} " . any_of('SET WITHOUT CLUSTER', ("CLUSTER ON $index->{plain}") x 4) },
	'table|inherits'        => \&inherit,
	'table|no inherits'     => sub { my $table = table_like('r', sub { defined $_[0]{parent} && !is_on($_[0]{partition}) }); return "ALTER TABLE $table->{name} NO INHERIT $table->{parent}" },
	'table|of_type'         => \&of_type,
	'table|attached'        => \&attach,
	'table|detached'        => sub { my $table = table_like('rp', sub { is_on($_[0]{partition}) }); return "ALTER TABLE $table->{parent} DETACH PARTITION $table->{name}" },
	'table|bound'           => \&other_bound,
	'table|becomes partitioned' => \&becomes_partitioned,
	'table|becomes view'    => sub { my $table = table_like('r'); return "DROP TABLE $table->{name} CASCADE; CREATE VIEW $table->{name} AS SELECT 1 AS a, " . number(9) . "::text AS b" },
	'table|swapped'         => \&swap,
	'table|access_method'   => sub { version(15); return 'ALTER TABLE ' . table_like('r')->{name} . ' SET ACCESS METHOD ' . any_of('heap', one('access method', sub { $_[0]{detail} eq 't' })->{name}) },

	'table column|add'      => sub { return 'ALTER TABLE ' . table_like('rp', sub { !is_on($_[0]{partition}) })->{name} . ' ADD COLUMN ' . written_column() },
	'table column|add some' => sub { return 'ALTER TABLE ' . table_like('rp', sub { !is_on($_[0]{partition}) })->{name} . ' ' . join(', ', map { 'ADD COLUMN ' . written_column() } 1 .. 3) },
	'table column|add generated' => \&add_generated,
	'table column|drop'     => sub { my $column = own_column(); return "ALTER TABLE $column->{relation} DROP COLUMN $column->{name}" . (chance(0.5) ? ' CASCADE' : '') },
	'table column|anew'     => sub { my $column = own_column(); return "ALTER TABLE $column->{relation} DROP COLUMN $column->{name} CASCADE, ADD COLUMN $column->{name} " . type_name() },
	'table column|type'     => sub { my $column = own_column(); return "ALTER TABLE $column->{relation} ALTER COLUMN $column->{name} TYPE " . near_type($column) },
	'table column|type by text' => sub { my ($column, $type) = (own_column(), type_name()); return alter_column($column, 'DROP DEFAULT', "TYPE $type USING $column->{name}::text::$type") },
	'table column|type under all' => \&type_under_all,
	'table column|collation' => sub { my $column = own_column(sub { is_on($_[0]{collatable}) }); return alter_column($column, "TYPE $column->{type} COLLATE " . any_of('"C"', '"POSIX"', 'pg_catalog."default"', map { $_->{name} } all('collation'))) },
	'table column|not_null' => sub { my $column = own_column(sub { !is_on($_[0]{not_null}) }); return alter_column($column, 'SET NOT NULL') },
	'table column|nullable' => sub { my $column = own_column(sub { is_on($_[0]{not_null}) }); return alter_column($column, 'DROP NOT NULL') },
	'table column|identity add' => sub { my $column = own_column(sub { $_[0]{type} =~ /^(integer|bigint|smallint)$/ && !is_on($_[0]{has_default}) && $_[0]{identity} eq '' });
		return "UPDATE $column->{relation} SET $column->{name} = 1 WHERE $column->{name} IS NULL; " . alter_column($column, 'SET NOT NULL') . '; ' . alter_column($column, 'ADD GENERATED ' . any_of('ALWAYS', 'BY DEFAULT') . ' AS IDENTITY') },
	'table column|identity' => sub { return alter_column(identity_column(), 'SET GENERATED ' . any_of('ALWAYS', 'BY DEFAULT')) },
	'table column|identity drop' => sub { return alter_column(identity_column(), 'DROP IDENTITY') },
	'table column|sequence' => sub { return alter_column(identity_column(), 'SET ' . any_of('INCREMENT ' . number(5), 'CACHE ' . number(20), 'START ' . number(9), 'CYCLE', 'MAXVALUE ' . (10000 + number(10000)))) },
	'table column|expression drop' => sub { return alter_column(generated_column(), 'DROP EXPRESSION') },
	'table column|expression' => \&other_expression,
	'table column|storage'  => sub { return alter_column(own_column(sub { $_[0]{type} =~ /^(text|character varying|jsonb|bytea)/ }), 'SET STORAGE ' . any_of(qw(MAIN EXTERNAL EXTENDED PLAIN))) },
	'table column|compression' => sub { return alter_column(own_column(sub { $_[0]{type} =~ /^(text|character varying|jsonb|bytea)/ }), 'SET COMPRESSION ' . any_of(qw(pglz pglz default))) },
	'table column|statistics' => sub { return alter_column(own_column(), 'SET STATISTICS ' . any_of(-1, 0, number(500))) },
	'table column|options'  => sub { return alter_column(own_column(), any_of('SET (n_distinct = ' . number(90) . ')', 'SET (n_distinct_inherited = -0.5)', 'RESET (n_distinct)')) },
	'table column|name'     => sub { my $column = own_column(); return "ALTER TABLE $column->{relation} RENAME COLUMN $column->{name} TO " . name('c') },
	'table column|not of each' => sub { my ($one, $other) = (own_column(), own_column()); return "ALTER TABLE ONLY $one->{relation} ALTER COLUMN $one->{name} DROP DEFAULT; ALTER TABLE ONLY $other->{relation} ALTER COLUMN $other->{name} SET NOT NULL" },

	'default value|add'     => sub { my $column = own_column(sub { !is_on($_[0]{has_default}) && $_[0]{identity} eq '' }); return alter_column($column, 'SET DEFAULT ' . default_of($column)) },
	'default value|expression' => sub { my $column = own_column(sub { is_on($_[0]{has_default}) && $_[0]{generated} eq '' }); return alter_column($column, 'SET DEFAULT ' . default_of($column)) },
	'default value|drop'    => sub { return alter_column(own_column(sub { is_on($_[0]{has_default}) && $_[0]{generated} eq '' }), 'DROP DEFAULT') },
	'default value|only of one' => sub { my $column = one('table column', sub { !is_on($_[0]{own}) && $_[0]{generated} eq '' && $_[0]{identity} eq '' }); return "ALTER TABLE ONLY $column->{relation} ALTER COLUMN $column->{name} SET DEFAULT " . default_of($column) },
);

sub own_column
{
	my ($fits, $maker) = @_;
	my @fitting = all('table column', sub { is_on($_[0]{own}) && (!defined $fits || $fits->($_[0])) });
	return @fitting ? any_of(@fitting) : nothing($maker // 'table column');
}

sub identity_column { return own_column(sub { $_[0]{identity} ne '' }, 'table column|identity add') }

sub generated_column { return own_column(sub { $_[0]{generated} eq 's' }, 'table column|add generated') }

sub alter_column
{
	my ($column, @changes) = @_;
	return "ALTER TABLE $column->{relation} " . join ', ', map { "ALTER COLUMN $column->{name} $_" } @changes;
}

# A type that the column's casts to by itself, mostly.
sub near_type
{
	my ($column) = @_;
	my $type = $column->{type};
	return any_of('bigint', 'integer', 'smallint', 'numeric', 'numeric(12,2)', 'double precision', 'text') if $column->{category} eq 'N' && chance(0.9);
	return any_of('text', 'character varying', 'character varying(10)', 'character varying(20)', 'character varying(30)', 'character(9)') if $column->{category} eq 'S' && $type !~ /\[/ && chance(0.9);
	return any_of('timestamp', 'timestamptz', 'date', 'text', 'timestamptz(3)') if $type =~ /^(date|timestamp)/;
	return any_of('json', 'jsonb', 'text') . " USING $column->{name}::text::jsonb" if $type =~ /^jsonb?$/;
	return any_of('integer[]', 'bigint[]', 'text[]') if $type eq 'integer[]';
	return 'text' if chance(0.4);
	my $new = type_name();
	return "$new USING NULL::$new" if chance(0.5);
	return $new;
}

# A column of a table that other objects look at.
sub type_under_all
{
	my %uses;
	$uses{ $_->{relation} }++ for map { all($_) } qw(index trigger policy);
	my $column = own_column(sub { $uses{ $_[0]{relation} } && $_[0]{generated} eq '' });
	my $type = near_type($column);
	return alter_column($column, "TYPE $type") if chance(0.5);
	return "ALTER TABLE $column->{relation} DROP COLUMN $column->{name} CASCADE, ADD COLUMN $column->{name} " . ($type =~ s/ USING.*//r);
}

# One column as CREATE TABLE takes it.
sub written_column
{
	my ($name) = @_;
	my $type = type_name();
	$name //= name('c');
	my $column = { name => $name, type => $type, category => category_of($type), kind => 'b' };
	my $text = "$name $type";
	$text .= ' COLLATE "C"' if $type =~ /^(text|character varying)$/ && chance(0.1);
	return "$text GENERATED " . any_of('ALWAYS', 'BY DEFAULT') . ' AS IDENTITY' if $type =~ /^(integer|bigint)$/ && chance(0.08);
	return "$name " . any_of(qw(serial bigserial)) if $type eq 'integer' && chance(0.1);
	$text .= ' DEFAULT ' . default_of($column) if chance(0.3);
	$text .= ' NOT NULL' if chance(0.2);
	$text .= ' CHECK (' . check_of($column) . ')' if chance(0.07);
	$text .= any_of(' UNIQUE', ' UNIQUE') if $type =~ /^(integer|bigint|text)$/ && chance(0.06);
	return $text;
}

# What the server would say of a type by its name.
sub category_of
{
	my ($type) = @_;
	return 'A' if $type =~ /\]$/;
	return 'N' if $type =~ /^(integer|bigint|smallint|numeric|real|double|oid|money)/;
	return 'S' if $type =~ /^(text|character|name)/;
	return 'D' if $type =~ /^(date|timestamp|time)/;
	return 'B' if $type eq 'boolean';
	return 'T' if $type eq 'interval';
	return 'R' if $type eq 'int4range';
	return 'I' if $type =~ /^(inet|cidr)$/;
	return 'V' if $type =~ /^bit varying/;
	return 'X';
}

sub written_columns
{
	my ($count) = @_;
	my %columns = map { $_ => 1 } map { name('c') } 1 .. ($count // 1 + number(5));
	my @columns = map { written_column($_) } sort keys %columns;
	unshift @columns, 'id ' . any_of('integer', 'bigint', 'bigint GENERATED ALWAYS AS IDENTITY', 'integer') . any_of(' PRIMARY KEY', ' PRIMARY KEY', ' NOT NULL', '') if !defined $count;
	return join ', ', @columns;
}

sub add_partitioned
{
	my $strategy = any_of(qw(RANGE RANGE LIST HASH));
	my $key = any_of('id', 'id', 'kind');
	my $type = any_of(qw(integer bigint));
	return 'CREATE TABLE ' . new_name('p') . " (id $type NOT NULL, kind " . any_of('integer', 'smallint') . ', ' . written_column('rest') . (chance(0.4) ? ", PRIMARY KEY ($key)" : '') . ") PARTITION BY $strategy ($key)";
}

sub bound_for
{
	my ($parent) = @_;
	return 'DEFAULT' if $parent->{strategy} ne 'h' && chance(0.15);
	# Such that rows are in them, whose keys are 1, 2, 11 and 105.
	my @ends = ('MINVALUE', 2, 11, 100, 200, 'MAXVALUE');
	my $at = int rand 5;
	return "FOR VALUES FROM ($ends[$at]) TO (" . $ends[ $at + any_of(1, 1, 1, number(5 - $at)) ] . ')' if $parent->{strategy} eq 'r';
	return 'FOR VALUES IN (' . any_of(1, 2, 11, 105, '1, 2', '11, 105', 'NULL', 300 + number(30)) . ')' if $parent->{strategy} eq 'l';
	return 'FOR VALUES WITH (MODULUS 4, REMAINDER ' . int(rand 4) . ')';
}

sub add_partition
{
	my $parent = table_like('p');
	my $below = chance(0.15) ? ' PARTITION BY ' . any_of(qw(RANGE LIST HASH)) . ' (' . any_of('kind', 'id') . ')' : '';
	return 'CREATE TABLE ' . new_name('t') . " PARTITION OF $parent->{name} " . bound_for($parent) . $below;
}

# What is attached has been made for it, or has been detached before.
sub attach
{
	my $parent = table_like('p');
	my @own = all('table', sub { !is_on($_[0]{partition}) && !defined $_[0]{parent} && $_[0]{name} ne $parent->{name} && columns($_[0]) == columns($parent) });
	return "ALTER TABLE $parent->{name} ATTACH PARTITION " . any_of(@own)->{name} . ' ' . bound_for($parent) if @own && chance(0.5);
	my $name = new_name('t');
	return "CREATE TABLE $name (LIKE $parent->{name}" . any_of('', ' INCLUDING ALL') . "); ALTER TABLE $parent->{name} ATTACH PARTITION $name " . bound_for($parent);
}

sub other_bound
{
	my $table = table_like('rp', sub { is_on($_[0]{partition}) });
	my $parent = one('table', sub { $_[0]{name} eq $table->{parent} });
	return "ALTER TABLE $parent->{name} DETACH PARTITION $table->{name}; ALTER TABLE $parent->{name} ATTACH PARTITION $table->{name} " . bound_for($parent);
}

sub becomes_partitioned
{
	my $table = table_like('r', sub { my ($it) = @_; !is_on($it->{partition}) && columns($it, sub { $_[0]{name} eq 'id' }) });
	my ($schema, $old) = ($table->{schema}, qq("old one"));
	return "ALTER TABLE $table->{name} RENAME TO $old; CREATE TABLE $table->{name} (LIKE $schema.$old INCLUDING DEFAULTS) PARTITION BY " . any_of('RANGE', 'HASH') . " (id); DROP TABLE $schema.$old CASCADE";
}

sub inherit
{
	my ($child, $parent) = (table_like('r', sub { !is_on($_[0]{partition}) }), table_like('r', sub { !is_on($_[0]{partition}) }));
	my %there = map { $_->{name} => 1 } columns($child);
	my @missing = map { "ADD COLUMN $_->{name} $_->{type}" } grep { !$there{ $_->{name} } } columns($parent);
	return (@missing ? "ALTER TABLE $child->{name} " . join(', ', @missing) . '; ' : '') . "ALTER TABLE $child->{name} INHERIT $parent->{name}";
}

sub of_type
{
	my $type = one('composite');
	my @columns = all('attribute', sub { $_[0]{relation} eq $type->{name} });
	return 'ALTER TABLE ' . table_like('r')->{name} . ' NOT OF' if chance(0.3);
	my $name = new_name('t');
	return "CREATE TABLE $name (" . join(', ', map { "$_->{name} $_->{type}" } @columns) . "); ALTER TABLE $name OF $type->{name}";
}

# Two tables take each other's names.
sub swap
{
	my ($one, $other) = (table_like('rp'), table_like('rp'));
	nothing() if $one->{schema} ne $other->{schema} || $one->{plain} eq $other->{plain};
	return "ALTER TABLE $one->{name} RENAME TO between; ALTER TABLE $other->{name} RENAME TO $one->{plain}; ALTER TABLE $one->{schema}.between RENAME TO $other->{plain}";
}

sub replica_index
{
	my $index = one('index', sub { is_on($_[0]{unique}) && is_on($_[0]{whole}) && $_[0]{of} =~ /[rp]/ });
	my @set = map { "ALTER TABLE $index->{relation} ALTER COLUMN $_->{name} SET NOT NULL" } grep { $index->{definition} =~ /[(, ]\Q$_->{name}\E[), ]/ } columns({ name => $index->{relation} });
	return join '; ', @set, "ALTER TABLE $index->{relation} REPLICA IDENTITY USING INDEX $index->{plain}";
}

sub add_generated
{
	my $table = table_like('rp', sub { !is_on($_[0]{partition}) });
	my $expression = expression_on(column($table, sub { $_[0]{generated} eq '' }));
	return "ALTER TABLE $table->{name} ADD COLUMN " . name('g') . " $expression->{type} GENERATED ALWAYS AS ($expression->{text}) STORED";
}

# The server can't alter an expression before 17, so the column is made anew, under its name.
sub other_expression
{
	my $column = generated_column();
	my $expression = expression_on(column({ name => $column->{relation} }, sub { $_[0]{generated} eq '' }));
	return "ALTER TABLE $column->{relation} DROP COLUMN $column->{name} CASCADE, ADD COLUMN $column->{name} $expression->{type} GENERATED ALWAYS AS ($expression->{text}) STORED";
}

1;
