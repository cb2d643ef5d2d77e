# Random edits of what belongs to tables: constraints, indexes, triggers, rules, policies, statistics, and what publications say of them.
package DiffRandom::Rules;

use strict;
use warnings;

use DiffRandom::Words;

our %edits = (
	'table constraint|add check'       => sub { my $table = table_like('rp'); return add_constraint($table, 'CHECK (' . condition_on($table) . ')' . any_of('', '', '', ' NOT VALID', ' NO INHERIT')) },
	'table constraint|add not valid'   => sub { my $table = table_like('rp'); return add_constraint($table, 'CHECK (' . condition_on($table) . ') NOT VALID') },
	'table constraint|add primary key' => sub { my $table = table_like('rp'); return add_constraint($table, 'PRIMARY KEY (' . keys_of($table) . ')') },
	'table constraint|add unique'      => sub { my $table = table_like('rp'); return add_constraint($table, 'UNIQUE (' . keys_of($table) . ')' . any_of('', '', ' DEFERRABLE', ' DEFERRABLE INITIALLY DEFERRED', ' WITH (fillfactor = 80)')) },
	'table constraint|add unique, nulls not distinct' => sub { my $table = table_like('rp'); return add_constraint($table, 'UNIQUE NULLS NOT DISTINCT (' . keys_of($table) . ')') },
	'table constraint|add foreign key' => \&add_foreign_key,
	'table constraint|add exclusion'   => sub { my $table = table_like('r'); my $column = column($table, sub { $_[0]{type} =~ /^(int4range|inet|cidr|text|integer|point)$/ }); my $gist = $column->{type} =~ /range/;
		return add_constraint($table, 'EXCLUDE USING ' . ($gist ? 'gist' : any_of('btree', 'hash')) . " ($column->{name} WITH " . ($gist ? '&&' : '=') . ')' . any_of('', '', ' WHERE (' . condition_on($table) . ')', ' DEFERRABLE')) },
	'table constraint|not_valid'  => sub { my $one = one_or('table constraint|add not valid', 'table constraint', sub { !is_on($_[0]{valid}) && is_on($_[0]{own}) }); return "ALTER TABLE $one->{relation} VALIDATE CONSTRAINT $one->{name}" },
	'table constraint|name'       => sub { my $one = own_constraint(); return "ALTER TABLE $one->{relation} RENAME CONSTRAINT $one->{name} TO " . name('k') },
	'table constraint|drop'       => sub { my $one = own_constraint(); return "ALTER TABLE $one->{relation} DROP CONSTRAINT $one->{name}" . (chance(0.5) ? ' CASCADE' : '') },
	'table constraint|definition' => \&other_constraint,
	'table constraint|deferrable' => sub { my $one = own_constraint(sub { $_[0]{type} eq 'f' }); return "ALTER TABLE $one->{relation} ALTER CONSTRAINT $one->{name} " . any_of('DEFERRABLE', 'DEFERRABLE INITIALLY DEFERRED', 'NOT DEFERRABLE') },
	'table constraint|primary key swapped' => \&other_primary_key,
	'table constraint|using an index' => sub { my $index = one_or('index|add unique', 'index', sub { $_[0]{of} eq 'r' && is_on($_[0]{unique}) && is_on($_[0]{whole}) && !is_on($_[0]{constraint}) }); return "ALTER TABLE $index->{relation} ADD CONSTRAINT " . name('k') . ' ' . unique_by($index) . " USING INDEX $index->{plain}" },

	'index|add'            => sub { return create_index(table_like('rp')) },
	'index|add unique'     => sub { my $table = table_like('rp'); return 'CREATE UNIQUE INDEX ' . name('i') . " ON $table->{name} (" . keys_of($table) . ')' . (chance(0.2) ? ' NULLS NOT DISTINCT' : '') },
	'index|add on an expression' => sub { my $table = table_like('rp'); return 'CREATE INDEX ' . name('i') . " ON $table->{name} (" . expression_on(column($table))->{text} =~ s/^(?!\()(.*)/($1)/r . ')' },
	'index|add of a method' => \&index_of_method,
	'index|add on materialized view' => sub { return create_index(one('materialized view')) },
	'index|add partitioned' => sub { return create_index(table_like('p')) },
	'index|add only and attach' => \&only_and_attach,
	'index|definition'     => \&other_index,
	'index|drop'           => sub { my $index = own_index(); return "DROP INDEX $index->{name}" . (chance(0.3) ? ' CASCADE' : '') },
	'index|name'           => sub { my $index = own_index(); return "ALTER INDEX $index->{name} RENAME TO " . name('i') },
	'index|options'        => sub { my $index = one('index', sub { $_[0]{of} ne 'p' && $_[0]{method} eq 'btree' }); return "ALTER INDEX $index->{name} " . any_of('SET (fillfactor = ' . (50 + number(50)) . ')', 'SET (deduplicate_items = off)', 'RESET (fillfactor)') },
	'index|statistics'     => sub { my $index = one_or('index|add on an expression', 'index', sub { is_on($_[0]{expression}) && $_[0]{definition} =~ /USING btree \((\(|\w+\()/ }); return "ALTER INDEX $index->{name} ALTER COLUMN 1 SET STATISTICS " . number(400) },

	'trigger|add'          => sub { return create_trigger(name('g')) },
	'trigger|add constraint trigger' => sub { my $table = table_like('r'); return 'CREATE CONSTRAINT TRIGGER ' . name('g') . " AFTER INSERT OR UPDATE ON $table->{name}" . any_of('', ' DEFERRABLE INITIALLY DEFERRED') . ' FOR EACH ROW EXECUTE FUNCTION ' . trigger_function() . '()' },
	'trigger|add on view'  => sub { return 'CREATE TRIGGER ' . name('g') . ' INSTEAD OF ' . any_of('INSERT', 'UPDATE OR DELETE') . ' ON ' . one('view')->{name} . ' FOR EACH ROW EXECUTE FUNCTION ' . trigger_function() . '()' },
	'trigger|definition'   => sub { my $one = one_or('trigger|add', 'trigger', sub { $_[0]{detail} !~ /CONSTRAINT|INSTEAD/ }); return "DROP TRIGGER $one->{name}; " . create_trigger($one->{plain}, $one->{relation}) },
	'trigger|enabled'      => sub { my $one = one('trigger', sub { $_[0]{detail} !~ /INSTEAD/ }); return "ALTER TABLE $one->{relation} " . any_of('DISABLE', 'ENABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS', 'DISABLE') . " TRIGGER $one->{plain}" },
	'trigger|name'         => sub { return 'ALTER TRIGGER ' . one('trigger')->{name} . ' RENAME TO ' . name('g') },

	'rule|add'             => sub { return create_rule('CREATE RULE ' . name('r'), one(chance(0.7) ? 'table' : 'view')->{name}) },
	'rule|definition'      => sub { my $one = one('rule'); return create_rule("CREATE OR REPLACE RULE $one->{plain}", $one->{relation}) },
	'rule|enabled'         => sub { my $one = one('rule', sub { my ($it) = @_; all('table', sub { $_[0]{name} eq $it->{relation} }) }); return "ALTER TABLE $one->{relation} " . any_of('DISABLE', 'ENABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS') . " RULE $one->{plain}" },
	'rule|name'            => sub { return 'ALTER RULE ' . one('rule')->{name} . ' RENAME TO ' . name('r') },

	'policy|add'           => sub { my $table = one('table'); my $command = any_of('ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE');
		return 'CREATE POLICY ' . name('y') . " ON $table->{name}" . (chance(0.2) ? ' AS RESTRICTIVE' : '') . " FOR $command TO " . any_of('PUBLIC', role(), 'CURRENT_USER') . ($command ne 'INSERT' ? ' USING (' . reading_condition($table) . ')' : '')
		  . ($command !~ /SELECT|DELETE/ ? ' WITH CHECK (' . condition_on($table) . ')' : '') },
	'policy|using'         => sub { my $one = one('policy', sub { $_[0]{detail} ne 'a' }); return "ALTER POLICY $one->{name} USING (" . reading_condition({ name => $one->{relation} }) . ')' },
	'policy|with_check'    => sub { my $one = one('policy', sub { $_[0]{detail} =~ /[aw*]/ }); return "ALTER POLICY $one->{name} WITH CHECK (" . condition_on({ name => $one->{relation} }) . ')' },
	'policy|roles'         => sub { return 'ALTER POLICY ' . one('policy')->{name} . ' TO ' . any_of('PUBLIC', role(), 'regress_diff_owner, regress_diff_writer') },
	'policy|command'       => sub { my $one = one('policy'); return "DROP POLICY $one->{name}; CREATE POLICY $one->{plain} ON $one->{relation} AS " . any_of('PERMISSIVE', 'RESTRICTIVE') . ' FOR ' . any_of('SELECT', 'ALL', 'DELETE') . ' USING (true)' },
	'policy|name'          => sub { return 'ALTER POLICY ' . one('policy')->{name} . ' RENAME TO ' . name('y') },

	'statistics object|add'        => sub { return 'CREATE STATISTICS ' . new_name('x') . statistics_of(any_of(one('table'), one('table'), one('materialized view'))) },
	'statistics object|definition' => sub { my $one = one('statistics object'); return "DROP STATISTICS $one->{name}; CREATE STATISTICS $one->{name}" . statistics_of({ name => $one->{relation} }) },
	'statistics object|target'     => sub { return 'ALTER STATISTICS ' . one('statistics object')->{name} . ' SET STATISTICS ' . any_of(-1, 0, number(300)) },

	'publication|add'        => sub { return 'CREATE PUBLICATION ' . name('b') . any_of('', '', ' FOR ALL TABLES', ' FOR TABLES IN SCHEMA ' . schema()) . any_of('', " WITH (publish = 'insert, delete')", ' WITH (publish_via_partition_root = true)') },
	'publication|publish'    => sub { return 'ALTER PUBLICATION ' . one('publication')->{name} . " SET (publish = '" . any_of('insert', 'insert, update', 'insert, update, delete, truncate', 'truncate') . "')" },
	'publication|via_root'   => sub { return 'ALTER PUBLICATION ' . one('publication')->{name} . ' SET (publish_via_partition_root = ' . any_of(qw(true false)) . ')' },
	'publication|all_tables' => sub { my $one = one('publication'); return "DROP PUBLICATION $one->{name}; CREATE PUBLICATION $one->{name}" . (is_on($one->{detail}) ? '' : ' FOR ALL TABLES') },
	'publication|name'       => sub { return 'ALTER PUBLICATION ' . one('publication')->{name} . ' RENAME TO ' . name('b') },
	'publication relation|add'     => sub { return 'ALTER PUBLICATION ' . some_publication() . ' ADD TABLE ' . published(one('table')) },
	'publication relation|drop'    => sub { my $one = one('publication relation'); return "ALTER PUBLICATION $one->{plain} DROP TABLE $one->{relation}" },
	'publication relation|filter'  => sub { my $one = one('publication relation'); my $table = { name => $one->{relation} }; return "ALTER PUBLICATION $one->{plain} SET TABLE " . published($table, ' WHERE (' . filter_of($table) . ')') },
	'publication relation|columns' => sub { my $one = one('publication relation'); my $table = { name => $one->{relation} }; return "ALTER PUBLICATION $one->{plain} SET TABLE " . published($table, ' (' . join(', ', map { $_->{name} } some_of(3, columns($table, sub { $_[0]{generated} eq '' }))) . ')') },
	'publication namespace|add'    => sub { return 'ALTER PUBLICATION ' . some_publication() . ' ADD TABLES IN SCHEMA ' . schema() },
	'publication namespace|drop'   => sub { my $one = one('publication namespace'); return "ALTER PUBLICATION $one->{plain} DROP TABLES IN SCHEMA $one->{relation}" },
);

sub add_constraint
{
	my ($table, $definition) = @_;
	return "ALTER TABLE $table->{name} ADD " . (chance(0.8) ? 'CONSTRAINT ' . name('k') . ' ' : '') . $definition;
}

sub own_constraint
{
	my ($fits) = @_;
	return one('table constraint', sub { is_on($_[0]{own}) && (!defined $fits || $fits->($_[0])) });
}

# Columns that can be a key: of an ordinary table any, of a partitioned one with what it is partitioned by.
sub keys_of
{
	my ($table) = @_;
	my @parts = map { $_->{name} } columns($table, sub { is_on($_[0]{is_key}) });
	my @columns = map { $_->{name} } some_of(2, columns($table, sub { $_[0]{type} =~ /^(integer|bigint|smallint|text|uuid|date|timestamp|numeric|character)/ && $_[0]{type} !~ /\[/ }));
	my %seen;
	return join ', ', grep { !$seen{$_}++ } @columns, @parts;
}

sub add_foreign_key
{
	my $key = own_constraint(sub { $_[0]{type} =~ /[pu]/ && $_[0]{definition} =~ /\(("[^"]*"|[^,"]+)\)/ && $_[0]{definition} !~ /DEFERRABLE/ });
	my ($to) = $key->{definition} =~ /\(([^)]*)\)/;
	my @to = columns({ name => $key->{relation} }, sub { $_[0]{name} eq $to });
	nothing() if !@to;
	my $table = table_like('rp');
	my @fitting = columns($table, sub { $_[0]{type} eq $to[0]{type} && ($_[0]{name} ne $to || $table->{name} ne $key->{relation}) });
	my $rest = " REFERENCES $key->{relation} ($to)" . any_of('', '', ' ON DELETE CASCADE', ' ON UPDATE SET NULL', ' MATCH FULL', ' DEFERRABLE INITIALLY DEFERRED', ' ON DELETE RESTRICT') . ($table->{kind} eq 'r' && chance(0.15) ? ' NOT VALID' : '');
	return add_constraint($table, 'FOREIGN KEY (' . any_of(@fitting)->{name} . ")$rest") if @fitting;
	my $name = name('f');
	nothing() if is_on($table->{partition});
	return "ALTER TABLE $table->{name} ADD COLUMN $name $to[0]{type}; " . add_constraint($table, "FOREIGN KEY ($name)$rest");
}

sub other_constraint
{
	my $one = own_constraint(sub { $_[0]{type} =~ /[cu]/ });
	my $table = { name => $one->{relation} };
	return "ALTER TABLE $one->{relation} DROP CONSTRAINT $one->{name} CASCADE; ALTER TABLE $one->{relation} ADD CONSTRAINT $one->{name} " . ($one->{type} eq 'c' ? 'CHECK (' . condition_on($table) . ')' : 'UNIQUE (' . keys_of($table) . ')');
}

sub other_primary_key
{
	my $one = own_constraint(sub { $_[0]{type} eq 'p' });
	return "ALTER TABLE $one->{relation} DROP CONSTRAINT $one->{name} CASCADE, ADD CONSTRAINT " . any_of($one->{name}, $one->{name}, name('k')) . ' PRIMARY KEY (' . keys_of({ name => $one->{relation} }) . ')';
}

sub own_index { return one('index', sub { !is_on($_[0]{constraint}) && !is_on($_[0]{partition}) }) }

sub index_parts
{
	my ($relation) = @_;
	my @columns = some_of(2, columns($relation, sub { $_[0]{type} !~ /^(xml|json|point|cidr\[)/ && $_[0]{type} !~ /^json$/ }));
	return join ', ', map { my $column = $_; (chance(0.25) ? expression_on($column)->{text} =~ s/^(?!\()(.*)/($1)/r : $column->{name} . ($column->{type} eq 'text' ? any_of('', '', ' text_pattern_ops', ' COLLATE "C"') : ''))
		  . any_of('', '', '', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST') } @columns;
}

sub create_index
{
	my ($relation, $name) = @_;
	$name //= name('i');
	my $include = chance(0.15) ? ' INCLUDE (' . column($relation)->{name} . ')' : '';
	return 'CREATE ' . (chance(0.1) && !defined $relation->{strategy} ? 'UNIQUE ' : '') . "INDEX $name ON $relation->{name} (" . index_parts($relation) . ")$include" . any_of('', '', '', ' WITH (fillfactor = 70)') . (chance(0.25) ? ' WHERE ' . condition_on($relation) : '');
}

sub index_of_method
{
	my $table = table_like('rp');
	my $column = column($table);
	my $method = $column->{type} =~ /^(jsonb|tsvector)$|\[/ ? 'gin' : $column->{type} =~ /^(int4range|point|tsvector|inet)$/ ? any_of('gist', 'spgist') : $column->{type} =~ /^(integer|bigint|date|timestamp)/ ? any_of('brin', 'hash') : 'hash';
	return 'CREATE INDEX ' . name('i') . " ON $table->{name} USING $method ($column->{name}" . ($method eq 'gist' && $column->{type} eq 'inet' ? ' inet_ops' : $column->{type} eq 'jsonb' && chance(0.5) ? ' jsonb_path_ops' : '') . ')';
}

sub other_index
{
	my $index = one('index', sub { !is_on($_[0]{constraint}) && !is_on($_[0]{partition}) });
	return "DROP INDEX $index->{name} CASCADE; " . create_index({ name => $index->{relation}, strategy => $index->{of} eq 'p' ? 'r' : undef }, $index->{plain});
}

# A primary key would not say how its index takes nulls, to pg_dump neither.
sub unique_by
{
	my ($index) = @_;
	my $kind = any_of('UNIQUE', 'PRIMARY KEY');
	return $index->{definition} =~ / NULLS NOT DISTINCT/ ? 'UNIQUE' : $kind;
}

# Valid once each partition has its own; else it stays invalid.

sub only_and_attach
{
	my $parent = table_like('p');
	my @children = all('table', sub { ($_[0]{parent} // '') eq $parent->{name} && $_[0]{kind} eq 'r' });
	my ($column, $name) = (column($parent, sub { $_[0]{type} =~ /^(integer|bigint|smallint|text|date)$/ })->{name}, name('i'));
	my @sql = ("CREATE INDEX $name ON ONLY $parent->{name} ($column)");
	for my $number (0 .. $#children)
	{
		my $child = name("a$number");
		push @sql, "CREATE INDEX $child ON $children[$number]{name} ($column)", "ALTER INDEX $parent->{schema}.$name ATTACH PARTITION $children[$number]{schema}.$child";
	}
	return join '; ', @sql;
}

sub trigger_function
{
	my @functions = all('function', sub { $_[0]{result} eq 'trigger' });
	return @functions ? any_of(@functions)->{called} : nothing('function|add for triggers');
}

sub create_trigger
{
	my ($name, $relation) = @_;
	my $table = defined $relation ? one('table', sub { $_[0]{name} eq $relation }) : table_like('rp');
	my $when = any_of('BEFORE', 'AFTER');
	my $events = any_of('INSERT', 'UPDATE', 'INSERT OR UPDATE', 'DELETE', 'UPDATE OF ' . join(', ', map { $_->{name} } some_of(2, columns($table, sub { $_[0]{generated} eq '' }))));
	my $each = any_of('ROW', 'ROW', 'STATEMENT');
	my $tables = $when eq 'AFTER' && $events eq 'INSERT' && !is_on($table->{partition}) && $table->{kind} eq 'r' && !is_on($table->{has_children}) && !defined $table->{parent} && chance(0.4) ? ' REFERENCING NEW TABLE AS fresh' : '';
	my $condition = $each eq 'ROW' && $events ne 'DELETE' && chance(0.35) ? ' WHEN (' . when_of($table) . ')' : '';
	return "CREATE TRIGGER $name $when $events ON $table->{name}$tables FOR EACH $each$condition EXECUTE FUNCTION " . trigger_function() . '(' . any_of('', '', "'an argument'") . ')';
}

sub when_of
{
	my ($table) = @_;
	my $column = column($table, sub { $_[0]{generated} eq '' && $_[0]{type} !~ /^(xml|json|point)$/ });
	return any_of(check_of($column, "NEW.$column->{name}"), "NEW.$column->{name} IS NOT NULL");
}

sub create_rule
{
	my ($head, $relation) = @_;
	my $table = { name => $relation };
	return "$head AS ON " . any_of(
		"INSERT TO $relation WHERE (" . when_of($table) . ') DO INSTEAD NOTHING',
		"DELETE TO $relation DO ALSO NOTIFY \"Gone\"",
		"UPDATE TO $relation DO ALSO SELECT 1",
		"DELETE TO $relation DO INSTEAD NOTHING",
		"UPDATE TO $relation WHERE (OLD." . column($table)->{name} . ' IS NULL) DO INSTEAD DELETE FROM ' . one('table')->{name} . ' WHERE false');
}

# Sometimes it reads another table.
sub reading_condition
{
	my ($table) = @_;
	return condition_on($table) if chance(0.7);
	my $other = relation_like();
	return 'EXISTS (SELECT FROM ' . $other->{name} . ' o WHERE o.' . column($other)->{name} . ' IS NOT NULL)' . (chance(0.5) ? ' AND ' . condition_on($table) : '');
}

sub statistics_of
{
	my ($relation) = @_;
	my @columns = map { $_->{name} } some_of(3, columns($relation, sub { $_[0]{type} !~ /^(xml|json|point)$/ }));
	return (@columns > 1 ? any_of('', ' (ndistinct)', ' (dependencies, mcv)') . ' ON ' . join(', ', @columns) : ' ON (' . expression_on(column($relation))->{text} . ')') . " FROM $relation->{name}";
}

sub some_publication { return one('publication', sub { !is_on($_[0]{detail}) })->{name} }

sub published
{
	my ($table, $rest) = @_;
	return $table->{name} . ($rest // (chance(0.3) ? ' WHERE (' . filter_of($table) . ')' : ''));
}

sub filter_of
{
	my ($table) = @_;
	my $column = column($table, sub { $_[0]{type} =~ /^(integer|bigint|smallint|text)$/ });
	return $column->{type} eq 'text' ? "$column->{name} <> 'x" . number(9) . "'" : "$column->{name} > " . number(50);
}

1;
