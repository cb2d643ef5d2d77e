# batch_update waits while a standby's replay lags behind, without holding anything up, and ends at once when it is cancelled.
use strict;
use warnings;

use IPC::Run qw(start);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$primary->append_conf('postgresql.conf', "autovacuum = off\n");
$primary->start;
$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->append_conf('postgresql.conf', "wal_receiver_status_interval = 1\n");
$standby->start;
$primary->safe_psql('postgres', q{
	CREATE EXTENSION confiture;
	CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
	INSERT INTO item SELECT generate_series(1, 5000)});
$primary->wait_for_catchup($standby);

my $call = q{CALL confiture.batch_update('item', 'n = n + 1', batch_rows => 100, max_lag => '300ms', pause => '10ms')};
my $mine = q{FROM pg_stat_activity WHERE application_name = 'batch'};
my $waits = "SELECT count(*) = 1 $mine AND query ~ '^confiture: batch_update of public.item waits: a standby replays [0-9.]+ s behind, max_lag is 0.3 s'";

sub started
{
	my ($output, $errors) = ('', '');
	my $process = start([ 'psql', '-XqAt', '-d', $primary->connstr('postgres') . ' application_name=batch', '-c', $call ], '<', \undef, '>', \$output, '2>', \$errors);
	return { process => $process, errors => \$errors };
}

sub visited { return $primary->safe_psql('postgres', 'SELECT coalesce(sum(visited), 0) FROM confiture.batch') }

$standby->safe_psql('postgres', 'SELECT pg_wal_replay_pause()');
my $first = started();
ok($primary->poll_query_until('postgres', $waits), 'it waits, and says so in pg_stat_activity');
my $before = visited();
cmp_ok($before, '>', 0, 'some batches were done before');
cmp_ok($before, '<', 5000, 'others were not');
is($primary->safe_psql('postgres', "SELECT backend_xmin IS NULL AND backend_xid IS NULL $mine"), 't', 'it holds no snapshot meanwhile');
is($primary->safe_psql('postgres', "SELECT count(*) FROM pg_locks WHERE relation = 'item'::regclass"), '0', 'nor a lock on the table');
$primary->safe_psql('postgres', "SELECT pg_cancel_backend(pid) $mine");
$first->{process}->finish;
like(${ $first->{errors} }, qr/canceling statement due to user request/, 'a cancel ends the wait');
is(visited(), $before, 'no batch was done while it waited');

my $second = started();
ok($primary->poll_query_until('postgres', $waits), 'repeated, it waits again');
is(visited(), $before, 'before its first batch');
$standby->safe_psql('postgres', 'SELECT pg_wal_replay_resume()');
$second->{process}->finish;
like(${ $second->{errors} }, qr/NOTICE:  updated 5000 rows of public.item$/m, 'it goes on once the standby has caught up');
is(scalar(() = ${ $second->{errors} } =~ /NOTICE:  batch_update of public.item waits/g), 1, 'one notice tells of the wait');
$primary->wait_for_catchup($standby);
is($standby->safe_psql('postgres', 'SELECT n, count(*) FROM item GROUP BY n'), '1|5000', 'each row was updated once');

my ($status, $output, $errors) = $standby->psql('postgres', $call);
like($errors, qr/cannot execute confiture.batch_update\(\) during recovery/, 'on the standby itself it is refused');

# Half-way on the primary, then to the end on the standby that was promoted.
$primary->safe_psql('postgres', q{CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = 2222 THEN RAISE 'stop'; END IF; RETURN NEW; END $$;
	CREATE TRIGGER stop BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION stop()});
$primary->psql('postgres', $call);
$primary->safe_psql('postgres', 'CREATE TABLE flushed ()'); # its commit makes the lazy ones before it last
$primary->wait_for_catchup($standby);
$primary->stop('immediate');
$standby->promote;
$standby->safe_psql('postgres', 'DROP TRIGGER stop ON item');
($status, $output, $errors) = $standby->psql('postgres', $call);
like($errors, qr/goes on where it stopped at .*, after 2200 rows/, 'what was stopped goes on where the standby was promoted');
is($standby->safe_psql('postgres', 'SELECT n, count(*) FROM item GROUP BY n'), '2|5000', 'each row was updated once more');
done_testing();
