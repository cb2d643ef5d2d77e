# A batch_update whose process or server is killed at any moment goes on where it was: each row is visited once.
use strict;
use warnings;

use IPC::Run qw(start);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $rows = 20000;
my $node = PostgreSQL::Test::Cluster->new('batch');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\nsynchronous_commit = on\n");
$node->start;
$node->safe_psql('postgres', qq{
	CREATE EXTENSION confiture;
	CREATE TABLE item (a int, b text, n int NOT NULL DEFAULT 0, PRIMARY KEY (a, b));
	INSERT INTO item SELECT i / 1000, 'row ' || i FROM generate_series(1, $rows) AS i;
	CREATE TABLE gone (LIKE item INCLUDING ALL);
	INSERT INTO gone SELECT * FROM item});

# So slow that no machine is done with it before it is stopped.
my %call = (
	item => q{CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 50, pause => '50ms')},
	gone => q{CALL confiture.batch_delete('gone', 'b LIKE ''%7%''', batch_rows => 50, pause => '50ms')});

sub started
{
	my ($call) = @_;
	my ($output, $errors) = ('', '');
	my $process = start([ 'psql', '-XqAt', '-d', $node->connstr('postgres') . ' application_name=batch', '-c', $call ], '<', \undef, '>', \$output, '2>', \$errors);
	return { process => $process, errors => \$errors };
}

sub visited { return $node->safe_psql('postgres', 'SELECT coalesce(sum(visited), 0) FROM confiture.batch') }

# Kills a process as a crash would, and returns once the server has recovered.
sub crash
{
	my ($pid) = @_;
	my $offset = -s $node->logfile;
	kill 'KILL', $pid;
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if slurp_file($node->logfile, $offset) =~ /ready to accept connections/;
		select(undef, undef, undef, 0.1);
	}
	die 'the server does not come back';
}

my @ways = (
	[ 'kill -9 of the backend' => \&crash ],
	[ 'immediate shutdown'     => sub { $node->stop('immediate'); $node->start; } ],
	[ 'terminated'             => sub { $node->safe_psql('postgres', "SELECT pg_terminate_backend($_[0])") } ],
	[ 'cancelled'              => sub { $node->safe_psql('postgres', "SELECT pg_cancel_backend($_[0])") } ]);
for my $table (sort keys %call)
{
	my ($stopped, $goes_on) = (0, 0);
	for my $number (0 .. 7)
	{
		my ($title, $stop) = @{ $ways[ $number % @ways ] };
		my $before = visited();
		my $call = started($call{$table});
		$node->poll_query_until('postgres', "SELECT coalesce((SELECT visited FROM confiture.batch), 0) >= $before + 50 * (1 + $number)") or die 'no progress';
		my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE application_name = 'batch'});
		last if $pid eq '';
		# Commits are lazy: one that waits for the disk makes all before it last.
		my $sure = visited();
		$node->safe_psql('postgres', 'CREATE TABLE IF NOT EXISTS flushed (); DROP TABLE flushed');
		$stop->($pid);
		$call->{process}->finish;
		$stopped++ if ${ $call->{errors} } =~ /(server closed|terminating|canceling)/;
		$goes_on++ if ${ $call->{errors} } =~ /NOTICE:  batch_\w+ of public.$table goes on where it stopped at .*, after $before rows/;
		cmp_ok($sure, '>', $before, "$table: $title in the middle");
		cmp_ok(visited(), '>=', $sure, "$table: $title keeps what was committed");
	}
	cmp_ok($stopped, '>=', 5, "$table: it was stopped half-way, again and again");
	cmp_ok($goes_on, '>=', 5, "$table: it went on each time");
	my $last = started($call{$table} =~ s/, pause => '50ms'//r);
	$last->{process}->finish;
	like(${ $last->{errors} }, qr/NOTICE:  (updated $rows|deleted \d+) rows of public.$table$/m, "$table: the last call says how many it were in all");
}
is($node->safe_psql('postgres', 'SELECT n, count(*) FROM item GROUP BY n'), "1|$rows", 'each row was updated once');
is($node->safe_psql('postgres', q{SELECT count(*), count(*) FILTER (WHERE b LIKE '%7%') FROM gone}),
	$node->safe_psql('postgres', q{SELECT count(*), 0 FROM item WHERE b NOT LIKE '%7%'}), 'what was to be deleted is, and no more');
is($node->safe_psql('postgres', 'SELECT count(*) FROM confiture.batch'), '0', 'nothing is left of them');
done_testing();
