# sync_schema() on a database in use: it waits for locks, may be cut off at any moment, and the next call goes on from what is there.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use Sessions;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('sync');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\n");
$node->start;
new_database($node, 'shop');

sub admin { return answer($node, 'postgres', 'shop', shift) }
sub call { return begin($node, 'postgres', 'shop', shift // 'caller', q{CALL confiture.sync_schema(allow => '{deletes_data,breaks_clients,irreversible,blocks_reads,blocks_writes}')}) }
sub put { my ($columns) = @_; admin("SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ($columns)')"); return }
sub columns { return admin(q{SELECT coalesce(string_agg(attname, ' ' ORDER BY attnum), '-') FROM pg_attribute WHERE attrelid = to_regclass('a') AND attnum > 0 AND NOT attisdropped}) }
sub left { return admin('SELECT count(*) FROM confiture.diff() WHERE statement IS NOT NULL') }

sub back
{
	my $connection = $node->connstr('shop');
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if `psql -XAtqd "$connection" -c "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'caller'" 2>&1` eq "t\n";
		select(undef, undef, undef, 0.1);
	}
	die 'the server is gone';
}

put('id integer');
is(complaint_of(call()), '', 'a first call builds');
is(columns(), 'id', '... what the files say');

# Each leaves the call before or in its plan, which another session keeps from its table.
my @ways = (
	[ 'cancel', sub { admin(q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller'}) }, qr/57014/, 'failed' ],
	[ 'terminate', sub { admin(q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller'}) }, qr/57P01/, 'running' ],
	[ 'kill -9', sub { kill 'KILL', admin(q{SELECT pid FROM pg_stat_activity WHERE application_name = 'caller'}) }, qr/closed the connection/, 'running' ]);
my $number = 0;
for (@ways)
{
	my ($way, $act, $said, $state) = @$_;
	my $column = 'c' . ++$number;
	put("id integer, $column integer");
	my $holder = $node->background_psql('shop');
	$holder->query_safe('BEGIN; SELECT * FROM a; SELECT 1');
	my $session = call();
	wait_until($node, 'shop', q{count(*) > 0 FROM confiture.step WHERE action = 'sync' AND (waits_for IS NOT NULL OR attempts > 1)});
	is(admin(q{SELECT action, version, name FROM confiture.progress}), 'sync||default', "$way: progress shows it") if $way eq 'cancel';
	is(admin(q{SELECT * FROM confiture.migrate_up()}), '', "$way: nothing is pending meanwhile");
	$act->();
	like(complaint_of($session), $said, "$way: the caller is told");
	back();
	eval { $holder->{run}->kill_kill; };
	wait_until($node, 'shop', q{count(*) = 0 FROM pg_locks WHERE relation = 'a'::regclass});
	is(admin(q{SELECT string_agg(DISTINCT state, ' ') FROM confiture.step}), $state, "$way: its journal stays");
	is(admin(q{SELECT count(*) FROM confiture.migrate_status()}), '0', "$way: it is no migration");
	is(complaint_of(call()), '', "$way: the next call goes");
	is(columns(), "id $column", "$way: ... to the end");
	is(left(), '0', "$way: nothing is left to do");
	is(admin('SELECT count(*) FROM confiture.step'), '0', "$way: ... and no journal");
}
is(admin('SELECT * FROM confiture.verify_history()'), '', 'history verifies');
like(admin(q{SELECT string_agg(outcome, ' ' ORDER BY id) FROM confiture.history}), qr/^ok failed ok( ok)*$/, '... and has what could be written of those that failed');

# The end of the wait is written to its journal, which another session keeps from it: the cancel meets a statement of its own.
{
	put('id integer, c3 integer, own integer');
	my $holder = $node->background_psql('shop');
	$holder->query_safe('BEGIN; SELECT * FROM a; SELECT 1');
	my $session = call();
	wait_until($node, 'shop', q{count(*) > 0 FROM confiture.step WHERE waits_for IS NOT NULL});
	my $keeper = $node->background_psql('shop');
	$keeper->query_safe('BEGIN; SELECT FROM confiture.step FOR UPDATE; SELECT 1');
	eval { $holder->{run}->kill_kill; };
	my $blocked = q{count(*) > 0 FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE application_name = 'caller' AND NOT granted AND locktype IN ('transactionid', 'tuple')};
	wait_until($node, 'shop', $blocked);
	admin(q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'caller'});
	$keeper->query_safe('ROLLBACK; SELECT 1');
	$keeper->quit;
	like(complaint_of($session), qr/57014/, 'cancel of its own statement: the caller is told');
	is(admin(q{SELECT state || ' ' || sqlstate FROM confiture.step}), 'failed 57014', '... its journal says why');
	is(admin(q{SELECT outcome FROM confiture.history ORDER BY id DESC LIMIT 1}), 'failed', '... and so does history');
	wait_until($node, 'shop', q{count(*) = 0 FROM pg_locks WHERE relation = 'a'::regclass});
	is(complaint_of(call()), '', '... and the next call goes');
}

# Two at once: one waits for the other, and finds nothing to do.
put('id integer, last integer');
my @both = (call('one'), call('two'));
is(complaint_of($_) =~ s/^NOTICE:  00000: this database is as environment "default" says: nothing to do\n//r, '', 'two at once') for @both;
is(columns(), 'id last', '... do it');
is(admin(q{SELECT count(*) FROM confiture.history WHERE up_text LIKE '%last%'}), '1', '... once');

done_testing();
