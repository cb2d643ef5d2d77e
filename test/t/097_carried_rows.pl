# A table that is made anew keeps its rows, its identity goes on where it was, and nothing is left of what the rows were put by in.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use PostgreSQL::Test::Utils;
use Rights;
use Test::More;

my $node = new_server('carried_rows');

sub ask { return answer($node, 'postgres', @_) }

new_database($node, 'plain');
new_database($node, 'parted');
my $columns = '(id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, guest text)';
ask('plain', qq{CREATE TABLE visit $columns; INSERT INTO visit (day, guest) SELECT date '2026-01-01' + n, n FROM generate_series(1, 9) AS n;
	DELETE FROM visit WHERE id IN (3, 9)});
ask('parted', qq{CREATE TABLE visit $columns PARTITION BY RANGE (day); CREATE TABLE visit_early PARTITION OF visit FOR VALUES FROM (MINVALUE) TO ('2026-01-05');
	CREATE TABLE visit_late PARTITION OF visit DEFAULT});

# Takes a database to where another one was in the beginning.
my %snapshots = map { $_ => ask($_, 'SELECT confiture.snapshot()') } qw(plain parted);

sub take
{
	my ($database, $to) = @_;
	my ($old, $new) = map { s/'/''/gr } ask($database, 'SELECT confiture.snapshot()'), $snapshots{$to};
	my $plan = ask($database, "SELECT string_agg(statement, E';\\n') FROM confiture.compare('$old', '$new')");
	unlike(ask($database, "SELECT coalesce(string_agg(hazards::text, ''), '') FROM confiture.compare('$old', '$new')"), qr/deletes_data/, "nothing is deleted on the way to $to");
	ask($database, "BEGIN; $plan; COMMIT");
}

my $rows = q{SELECT string_agg(id || ' ' || day || ' ' || guest, ', ' ORDER BY id) FROM visit};
my $were = ask('plain', $rows);
take('plain', 'parted');
is(ask('plain', $rows), $were, 'all rows are there, with their ids');
is(ask('plain', 'SELECT count(*) FROM visit_early'), '2', 'each in its partition');
is(ask('plain', q{INSERT INTO visit (day, guest) VALUES ('2026-02-01', 'new') RETURNING id}), '10', 'the identity goes on');
take('plain', 'plain');
is(ask('plain', $rows), "$were, 10 2026-02-01 new", 'and back');
is(ask('plain', q{INSERT INTO visit (day, guest) VALUES ('2026-02-01', 'more') RETURNING id}), '11', 'the identity goes on again');
is(ask('plain', q{SELECT count(*) FROM pg_class WHERE relname LIKE 'confiture\_old%'}), '0', 'nothing is left');
done_testing();
