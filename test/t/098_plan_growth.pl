# The work of a plan grows with what it changes, not with its square: counted in allocations, which are the same on every machine.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('growth', preload => 1);

# What is done to each of so many tables; %1$s is its number.
my $base = 'CREATE TABLE t_%1$s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text NOT NULL, b integer DEFAULT 3 CHECK (b > 0)); '
  . 'CREATE INDEX ON t_%1$s (a); CREATE VIEW v_%1$s AS SELECT a, b FROM t_%1$s';
my @edits = (
	[ 'another table of the same shape', 'ALTER TABLE t_%1$s RENAME TO u_%1$s' ],
	[ 'another type under a view', 'DROP VIEW v_%1$s; ALTER TABLE t_%1$s ALTER b TYPE bigint; CREATE VIEW v_%1$s AS SELECT a, b FROM t_%1$s' ],
	[ 'a table that becomes partitioned', 'DROP TABLE t_%1$s CASCADE; CREATE TABLE t_%1$s (a text, b integer) PARTITION BY RANGE (b); '
		. 'CREATE TABLE p_%1$s PARTITION OF t_%1$s FOR VALUES FROM (0) TO (9); CREATE INDEX ON t_%1$s (a)' ],
	[ 'tables that refer to each other', 'ALTER TABLE t_%1$s ADD o bigint; CREATE TABLE o_%1$s (id bigint PRIMARY KEY, t bigint REFERENCES t_%1$s); ALTER TABLE t_%1$s ADD FOREIGN KEY (o) REFERENCES o_%1$s' ],
	[ 'a function under a check', 'CREATE FUNCTION f_%1$s(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT n > 0$$; ALTER TABLE t_%1$s ADD CHECK (f_%1$s(b))' ],
	[ 'what is granted and said', 'GRANT SELECT ON t_%1$s TO PUBLIC; COMMENT ON TABLE t_%1$s IS $$x$$; ALTER TABLE t_%1$s ALTER b SET NOT NULL, ENABLE ROW LEVEL SECURITY' ]);

# Allocations of the plan there, and of the way back, for so many tables; what is done is undone.
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION ground.plan_allocations(base text, edit text, tables integer, OUT there bigint, OUT back bigint) LANGUAGE plpgsql AS $$
DECLARE
    before jsonb;
    after jsonb;
BEGIN
    CREATE SCHEMA app;
    SET LOCAL search_path = app;
    FOR number IN 1 .. tables LOOP EXECUTE format(base, number); END LOOP;
    before = confiture.snapshot();
    FOR number IN 1 .. tables LOOP EXECUTE format(edit, number); END LOOP;
    after = confiture.snapshot();
    PERFORM ground.ground_at_allocation(0);
    PERFORM confiture.compare(before, after);
    SELECT counted INTO there FROM ground.ground_allocations();
    PERFORM ground.ground_at_allocation(0);
    PERFORM confiture.compare(after, before);
    SELECT counted INTO back FROM ground.ground_allocations();
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN NULL;
END $$;
SQL

my $few = 20;
for my $edit (@edits)
{
	my ($what, $statements) = @$edit;
	my @counted = map { [ split /\|/, ask($node, "SELECT * FROM ground.plan_allocations(\$a\$$base\$a\$, \$b\$$statements\$b\$, $_)") ] } $few, 4 * $few;
	for my $way (0, 1)
	{
		my ($one, $four) = map { $_->[$way] } @counted;
		note("$what: $one allocations for $few tables, $four for four times as many");
		cmp_ok($one, '>', 10 * $few, "$what is planned for each table");
		cmp_ok($four, '<', 6 * $one, "$what" . ($way ? ', undone,' : '') . ' takes as long for each, however many there are');
	}
}

log_is_clean($node);
done_testing();
