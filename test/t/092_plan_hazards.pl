# What a plan says of its statements is what the server does: each rewrite and scan is told, each lock is at least as strong as the one taken.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin qw($RealBin);
use IPC::Run ();
use JSON::PP ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $cases = abs_path("$RealBin/../cases/diff");
my $parts = abs_path("$RealBin/../cases/diff_parts");

# Cases are named <kind>/<case>; HAZARDS_OF has other beginnings of names.
my @chosen = split ' ', <<'CHOSEN';
table_column/add_with table_column/add_not_null table_column/add_generated table_column/add_identity table_column/add_serial table_column/add_of
table_column/type_ table_column/not_null table_column/collation_under table_column/generated_expression
table_constraint/check_add table_constraint/check_on table_constraint/foreign_key_add table_constraint/primary_key_other table_constraint/unique_add
index/definition_columns index/partitioned_add index/unique table/partition_added table/partition_bound table/persistence_unlogged table/owner
materialized_view/definition trigger/add trigger/enabled
CHOSEN
@chosen = split ' ', $ENV{HAZARDS_OF} if $ENV{HAZARDS_OF};

my $node = PostgreSQL::Test::Cluster->new('hazards');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off\nlog_statement = none");
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE diff_template TEMPLATE template0');
$node->safe_psql('diff_template', 'CREATE EXTENSION confiture');
$node->safe_psql('postgres', "CREATE ROLE regress_diff_$_") for qw(owner reader writer);
$node->safe_psql('postgres', 'CREATE ROLE regress_diff_super SUPERUSER');
my $major = $node->safe_psql('postgres', q{SELECT current_setting('server_version_num')::integer / 10000}) + 0;
my %not_yet = map { (split)[0] => 1 } lines_of("$cases/not_yet");
my @weak = qw(AccessShareLock RowShareLock RowExclusiveLock);
my %strength = map { [ @weak, qw(ShareUpdateExclusiveLock ShareLock ShareRowExclusiveLock ExclusiveLock AccessExclusiveLock) ]->[$_] => $_ } 0 .. 7;

for my $name (grep { wanted($_) } map { m{([^/]+/[^/]+)/old\.sql$} } sort glob "$cases/*/*/old.sql")
{
	my @unsaid = eval { map { judge($name, $_) } 0, 1 };
	# Whether the rows fit the new schema is not what is asked here.
	if ($@ =~ /ERROR:  (.*(?:violate|null values|cannot be cast|out of range|invalid input|could not create unique|too long).*)/) { note("$name: $1") }
	else { is($@ || join("\n", @unsaid), '', $name) }
}
done_testing();

sub wanted
{
	my ($name) = @_;
	my ($from, $to) = lines_of("$cases/$name/versions");
	return ($from // 0) <= $major && $major <= ($to // $major) && !$not_yet{$name} && grep { index($name, $_) == 0 } @chosen;
}

sub lines_of
{
	my ($file) = @_;
	return -e $file ? grep { /^[^#\s]/ } split /\n/, slurp_file($file) : ();
}

sub psql
{
	my ($database, @arguments) = @_;
	my ($output, $errors) = ('', '');
	IPC::Run::run([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), @arguments ], '<', \undef, '>', \$output, '2>', \$errors)
	  or die "@arguments: $errors";
	return $output;
}

# Runs the plan, statement by statement, over tables with rows; returns what it did not say.
sub judge
{
	my ($name, $online) = @_;
	my $work = PostgreSQL::Test::Utils::tempdir();
	for my $side (qw(old new))
	{
		psql('postgres', '-c', "DROP DATABASE IF EXISTS hazards_$side", '-c', "CREATE DATABASE hazards_$side TEMPLATE diff_template");
		psql("hazards_$side", '-1', '-f', "$cases/$name/$side.sql");
	}
	append_to_file("$work/new", psql('hazards_new', '-c', 'SELECT confiture.snapshot()'));
	psql('hazards_old', '-f', -e "$cases/$name/rows.sql" ? "$cases/$name/rows.sql" : "$parts/fill_tables.sql");
	append_to_file("$work/plan.sql", "\\set new `cat $work/new`\nSELECT to_jsonb(p) FROM confiture.compare(confiture.snapshot(), :'new', '$online'::boolean) p WHERE statement IS NOT NULL;\n");
	my @plan = map { JSON::PP->new->utf8->decode($_) } split /\n/, psql('hazards_old', '-f', "$work/plan.sql");

	my $script = "\\i $parts/measure.sql\n";
	for my $step (@plan)
	{
		my ($begin, $end) = $step->{transactional} ? ("BEGIN;\n", "COMMIT;\n") : ('', '');
		$script .= "${begin}SELECT pg_temp.begin_step() \\g /dev/null\n" . utf8_bytes($step->{statement}) . "\n;\nSELECT pg_temp.end_step();\n$end";
	}
	append_to_file("$work/run.sql", $script);
	my @done = map { JSON::PP->new->utf8->decode($_) } grep { /^\{/ } split /\n/, psql('hazards_old', '-f', "$work/run.sql");
	die "$name: " . @done . ' of ' . @plan . ' statements were measured' if @done != @plan;
	return map { unsaid($plan[$_], $done[$_]) } 0 .. $#plan;
}

# What the step did, and did not say.
sub unsaid
{
	my ($step, $done) = @_;
	my %hazard = map { $_ => 1 } @{ $step->{hazards} };
	my @unsaid;
	push @unsaid, "rewrites $done->{rewritten}" if $done->{rewritten} && !$hazard{rewrites_table};
	push @unsaid, "scans $done->{scanned}" if $done->{scanned} && !grep { $hazard{$_} } qw(scans_table rewrites_table builds_index);
	push @unsaid, "deletes rows of $done->{emptied}" if $done->{emptied} && !$hazard{deletes_data};
	push @unsaid, 'takes ' . $done->{lock} if $step->{transactional} && ($strength{ $done->{lock} // '' } // 0) > $strength{ $step->{lock} // $weak[-1] };
	return map { "$step->{statement}: $_" } @unsaid;
}

sub utf8_bytes
{
	my ($text) = @_;
	utf8::encode($text);
	return $text;
}
