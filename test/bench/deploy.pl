#!/usr/bin/perl
# A migration by CALL migrate() beside pgbench at full speed, a reader that holds its transaction open for 5 s of every 10, and autovacuum
# at work; and the same SQL by psql -f. A transaction counts as stalled by the migration for as long as it waits for a lock that the
# migration, or its worker, holds or stands before it in the queue for: a sampler looks every 5 ms.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use SideBySide;
use List::Util qw(max);
use Time::HiRes qw(time sleep);

my $clients = 4;
my $before  = 5;    # seconds of pgbench before the migration begins
my $calls   = 5;
my $work    = new_folder();
my %running;

# Each statement commits, as with psql: VALIDATE must not scan under the lock of the statement before it. The CHECK comes behind the backfill: NOT
# VALID, it is asked of each row that is updated, and pgbench updates rows that are not filled yet.
my $migration = <<'SQL';
-- confiture: transaction=off
ALTER TABLE pgbench_accounts ADD COLUMN region integer;
ALTER TABLE pgbench_accounts ALTER COLUMN region SET DEFAULT 0;
CREATE INDEX CONCURRENTLY pgbench_accounts_bid ON pgbench_accounts (bid);
ALTER TABLE pgbench_accounts ADD CONSTRAINT pgbench_accounts_branch FOREIGN KEY (bid) REFERENCES pgbench_branches NOT VALID;
CALL confiture.batch_update('pgbench_accounts', 'region = bid % 3', 'region IS NULL', batch_rows => 2000);
ALTER TABLE pgbench_accounts VALIDATE CONSTRAINT pgbench_accounts_branch;
ALTER TABLE pgbench_accounts ADD CONSTRAINT pgbench_accounts_region CHECK (region IS NOT NULL) NOT VALID;
ALTER TABLE pgbench_accounts VALIDATE CONSTRAINT pgbench_accounts_region;
ALTER TABLE pgbench_accounts ALTER COLUMN region SET NOT NULL;
ALTER TABLE pgbench_accounts DROP CONSTRAINT pgbench_accounts_region;
SQL

write_file("$work/migration.sql", $migration);
write_file("$work/call.sql", "CALL confiture.migrate();\n");
write_file("$work/reader.sql", "BEGIN;\nSELECT abalance FROM pgbench_accounts WHERE aid = 1;\nSELECT pg_sleep(5);\nCOMMIT;\n\\! sleep 5\n" x 60);
write_file("$work/sampler.sql", <<'SQL');
CREATE TEMP TABLE worst (stall interval);
INSERT INTO worst VALUES ('0');
DO $$
DECLARE longest interval := '0';
        found interval;
BEGIN
    WHILE to_regclass('public.measured') IS NULL LOOP
        SELECT max(clock_timestamp() - l.waitstart) INTO found
          FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.application_name = 'pgbench'
         WHERE NOT l.granted AND EXISTS (SELECT FROM pg_stat_activity m WHERE m.pid = ANY (pg_blocking_pids(l.pid)) AND
               (m.application_name = 'deployment' OR m.backend_type LIKE 'confiture%' OR m.application_name LIKE 'confiture%'));
        longest := greatest(longest, found);
        COMMIT;
        PERFORM pg_sleep(0.005);
        COMMIT;
    END LOOP;
    UPDATE worst SET stall = longest;
END $$;
SELECT extract(epoch FROM stall) * 1000 FROM worst;
SQL

# Starts a program with its output in a file; returns its process id.
sub start
{
	my ($output, %environment) = (shift, %{ shift() });
	my $pid = fork // die "fork: $!";
	if ($pid) { $running{$pid} = 1; return $pid }
	%ENV = (%ENV, %environment);
	open(STDIN, '<', '/dev/null');
	open(STDOUT, '>', $output) && open(STDERR, '>&', \*STDOUT) or die "$output: $!";
	exec @_ or die "$_[0]: $!";
}

sub wait_for { my ($pid) = @_; waitpid $pid, 0; delete $running{$pid} }

sub end { my ($pid) = @_; kill 'TERM', $pid; wait_for($pid) }

END { my $status = $?; end($_) for keys %running; $? = $status }

sub text_of { my ($path) = @_; open(my $file, '<', $path) or die "$path: $!"; local $/; return <$file> }

# Latencies of the pgbench transactions of a log, in ms, by the second of their end: the worst of each part, and the number per second.
sub read_log
{
	my ($from, $to) = @_;
	my %of = map { $_ => { worst => 0, count => 0 } } qw(before during);
	for my $path (glob "$work/log.*")
	{
		open(my $log, '<', $path) or die "$path: $!";
		while (<$log>)
		{
			my (undef, undef, $latency, undef, $second, $microsecond) = split;
			defined $microsecond && $latency =~ /^\d+$/ or die "a transaction failed: $_" if /\n$/;
			next if !/\n$/;
			my $end = $second + $microsecond / 1e6;
			next if $end < $from - $before + 1;
			# What ends within a second behind the migration may have been kept waiting by it.
			my $part = $end < $from ? 'before' : $end < $to + 1 ? 'during' : next;
			$of{$part}{worst} = max($of{$part}{worst}, $latency / 1000);
			$of{$part}{count}++ if $end < $to;
		}
		close $log;
		unlink $path;
	}
	$of{before}{rate} = $of{before}{count} / ($before - 1);
	$of{during}{rate} = $of{during}{count} / ($to - $from);
	return %of;
}

# One migration beside everything else; returns what was measured.
sub run_beside
{
	my ($database, $script) = @_;
	my $pgbench = start("$work/pgbench.out", { PGAPPNAME => 'pgbench' },
		'pgbench', '-n', '-c', $clients, '-T', 3600, '--log', "--log-prefix=$work/log", '-M', 'prepared', $database);
	my $sampler = start("$work/sampler.out", {}, 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', "$work/sampler.sql");
	sleep $before;
	my $reader = start("$work/reader.out", { PGAPPNAME => 'reader' }, 'psql', '-Xq', '-d', $database, '-f', "$work/reader.sql");
	sleep 0.01 until psql($database, '-c', q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reader' AND wait_event = 'PgSleep'}) > 0;
	my $from = time;
	local $ENV{PGAPPNAME} = 'deployment';
	psql($database, '-f', $script);
	my $to = time;
	sleep 2;
	waitpid($pgbench, 1) == 0 or die text_of("$work/pgbench.out");
	end($pgbench);
	psql($database, '-c', 'CREATE TABLE measured ()');
	wait_for($sampler);
	end($reader);
	psql($database, '-c', q{SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name IN ('reader', 'pgbench')});
	my $stall = text_of("$work/sampler.out");
	$stall =~ /^[\d.]+$/m or die "sampler: $stall";
	return { seconds => $to - $from, stall => $stall + 0, read_log($from, $to) };
}

psql('postgres', '-c', 'ALTER SYSTEM SET autovacuum_naptime = 1', '-c', 'SELECT pg_reload_conf()');
source_database('bench_deploy');
system('pgbench', '-iq', '-s', 10, 'bench_deploy') == 0 or die 'pgbench -i failed';
psql('bench_deploy', '-c', 'ALTER TABLE pgbench_accounts SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)',
	'-c', "SELECT confiture.put('migrations/1_region.up.sql', pg_read_file('$work/migration.sql'))");

my %found;
for my $way ((('call') x $calls), 'psql')
{
	with_copy('bench_deploy', sub {
		my ($database) = @_;
		push @{ $found{$way} }, run_beside($database, $way eq 'call' ? "$work/call.sql" : "$work/migration.sql");
		is(psql($database, '-c', q{SELECT attnotnull FROM pg_attribute WHERE attrelid = 'pgbench_accounts'::regclass AND attname = 'region'}), 't', 'NOT NULL');
		is(psql($database, '-c', q{SELECT count(*) FROM pg_constraint WHERE conname = 'pgbench_accounts_branch' AND convalidated}), 1, 'foreign key');
		is(psql($database, '-c', q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'pgbench_accounts_bid'::regclass}), 't', 'index');
	});
}

psql('postgres', '-c', 'ALTER SYSTEM RESET autovacuum_naptime', '-c', 'SELECT pg_reload_conf()');

my $line = sub {
	my ($way, $title) = @_;
	my @runs = @{ $found{$way} };
	return sprintf 'stalled by it %.0f ms; worst latency %.0f ms, without %.0f ms; %.0f transactions per second, without %.0f; took %.0f s',
	  map { my $value = $_; median(map { $value->($_) } @runs) } sub { $_[0]{stall} }, sub { $_[0]{during}{worst} }, sub { $_[0]{before}{worst} },
	  sub { $_[0]{during}{rate} }, sub { $_[0]{before}{rate} }, sub { $_[0]{seconds} };
};
print "beside pgbench, CALL migrate(): ", $line->('call'), "\n";
print "beside pgbench, psql -f: ", $line->('psql'), "\n";
verdict('longest stall by CALL migrate(), median of ' . $calls, join(', ', map { sprintf '%.0f', $_->{stall} } @{ $found{call} }) . ' ms',
	median(map { $_->{stall} } @{ $found{call} }), 100);
my $slower = median(map { $_->{before}{rate} / $_->{during}{rate} } @{ $found{call} });
verdict('throughput beside CALL migrate()', sprintf('%.2f of before', 1 / $slower), $slower, 2);
finish();
