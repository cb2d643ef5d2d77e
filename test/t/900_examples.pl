# Runs the demo of every example on a server of its own, and looks for what it promises to show.
use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use IPC::Run qw(run);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $examples = abs_path(dirname(abs_path(__FILE__)) . '/../../examples');

# The lines that a demo must print, in this order.
my %shows = (
	'01_library' => [
		qr/^ added +\| +46$/,
		qr/^ schema\/00_base +\| +2 \| +\d+ \| \d\d:/,
		qr/^ seeds +\| +6 \| +\d+ \| \d\d:/,
		qr/^ R-0003 \| Reader 3 \| child$/,
		qr/^ 002 +\| isbn_10 +\| applied \| no$/,
		qr/^ 003 +\| loan_renewals +\| pending \| written$/,
		qr/^ 006 +\| title_sort_name \| +\d+ \| \d\d:/,
		qr/^ An Atlas of Quiet Places +\| atlas of quiet places$/,
		qr/^No difference in that many lines\.$/,
		qr/^ 006 +\| title_sort_name \| pending \| written$/,
		qr/^ 006 +\| title_sort_name \| applied \| written$/,
		qr/^ down +\| 006 +\| ok /,
		qr/^ERROR:  relation "catalogue\.titel" does not exist$/,
		qr/^LINE \d+: FROM catalogue\.titel AS t$/,
		qr/^ +\^$/,
		qr/^CONTEXT:  migrations\/007_shelf_mark\.up\.sql, line 5, statement 2$/,
		qr/^SQLSTATE 42P01$/,
		qr/^ +0$/,
		qr/^ 007 +\| pending$/,
		qr/^ERROR:  .*007_notices\.up\.sql/,
		qr/^HINT:  .*approve/,
		qr/^SQLSTATE 42501$/,
		qr/^ 007 +\| notices \| +1$/,
	],
	'02_busy_shop' => [
		qr/^ added +\| +10$/,
		qr/^ 002 +\| +1 \| f +\| \{public\.purchase\} +\| ShareUpdateExclusiveLock$/,
		qr/^ 004 +\| constraints +\| applied \| written$/,
		qr/^shoppers served: [1-9]\d*, failed transactions: 0$/,
		qr/^ up +\| 004 +\| constraints +\| ok +\| +6 /,
		qr/^ paid +\| t$/,
		qr/^ +0$/,
		qr/^ state .* not null /,
		qr/^ +"purchase_customer_id" btree/,
		qr/^Both have the same schema\.$/,
		qr/^ 002 +\| customer_index \| pending$/,
		qr/^ 004 +\| constraints +\| applied$/,
		qr/^shoppers served: [1-9]\d*, failed transactions: 0$/,
	],
	'03_growing_club' => [
		qr/^ changed +\| +3$/,
		qr/ALTER TYPE public\.standing ADD VALUE 'honorary'/,
		qr/CREATE UNIQUE INDEX CONCURRENTLY /,
		qr/^ +0$/,
		qr/^ up +\| 001 +\| ok +\| t$/,
		qr/^ +0$/,
		qr/^ +1000 \| +1000$/,
		qr/^Both have the same fingerprint\.$/,
		qr/^ migrations\/002_trophies\.up\.sql /,
		qr/^ 002 +\| trophies \| /,
		qr/^ gone/,
		qr/^ERROR:  the plan has hazards that are not allowed: deletes_data, breaks_clients, irreversible$/,
		qr/^SQLSTATE ZF081$/,
		qr/^ +0$/,
	]);

my $node = PostgreSQL::Test::Cluster->new('examples');
$node->init;
$node->start;

my $names = q{SELECT string_agg(name, ' ' ORDER BY name COLLATE "C") FROM (
	SELECT datname::text FROM pg_database UNION ALL SELECT rolname FROM pg_roles) AS names (name)};
my $names_before = $node->safe_psql('postgres', $names);

my @demos = sort glob("$examples/[0-9][0-9]_*/demo.sh");
cmp_ok(scalar @demos, '>', 0, 'there are examples');
is_deeply([ map { basename(dirname($_)) } @demos ], [ sort keys %shows ], 'it is known what each example shows');

for my $demo (@demos)
{
	my $name = basename(dirname($demo));
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port,
		PGUSER => $node->safe_psql('postgres', 'SELECT session_user'));
	my $output = '';
	my $ok = run [ 'bash', $demo ], '<', \undef, '>', \$output, '2>&1';
	ok($ok, "$name runs to its end");

	my @lines = split /\n/, $output;
	my @missing;
	for my $expected (@{ $shows{$name} })
	{
		my @rest = @lines;
		shift @rest while @rest && $rest[0] !~ $expected;
		if (@rest) { @lines = @rest[ 1 .. $#rest ]; }
		else { push @missing, $expected; }
	}
	is_deeply(\@missing, [], "$name shows what it promises");
	diag($output) if !$ok || @missing;

	is($node->safe_psql('postgres', $names), $names_before, "$name drops what it made");
}

done_testing();
