# Whoever cancels, ends or kills what compares this database with its source, and when: no shadow database stays, or the next call drops it.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use Sessions;
use Test::More;
use Time::HiRes qw(time usleep);

my $node = PostgreSQL::Test::Cluster->new('shadow');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\nmax_prepared_transactions = 1\n");
$node->start;
new_database($node, 'origin');
admin(q{CREATE VIEW workers AS SELECT pid, query, wait_event_type, wait_event FROM pg_stat_activity WHERE backend_type = 'confiture'});
admin(q{CREATE VIEW callers AS SELECT pid FROM pg_stat_activity WHERE application_name = 'caller'});
admin(q{CREATE VIEW shadows AS SELECT datname FROM pg_database WHERE datname LIKE 'confiture\_shadow\_%'});

sub admin { return answer($node, 'postgres', 'origin', shift) }

my $diff = 'SELECT count(*) > 0 FROM confiture.diff()';
sub call { return begin($node, 'postgres', 'origin', 'caller', $diff) }

# Waits until the server takes connections again, with none of the old processes.
sub back
{
	my $connection = $node->connstr('origin');
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if `psql -XAtqd "$connection" -c 'SELECT (SELECT count(*) FROM callers) + (SELECT count(*) FROM workers) = 0' 2>&1` eq "t\n";
		select(undef, undef, undef, 0.1);
	}
	die 'the server is gone';
}

sub kill_postmaster
{
	my @left = (split(/\n/, admin('SELECT pid FROM pg_stat_activity')), $node->{_pid});
	$node->kill9;
	for (1 .. 1000) { last if !(@left = grep { kill 0, $_ } @left); usleep(10_000) }
	is("@left", '', 'all processes end with their postmaster');
	$node->start;
}

# Its last file waits for a role if there is one to wait for.
sub load
{
	my ($role) = @_;
	admin("SELECT confiture.put('schema/10.sql', 'CREATE TABLE t (a integer)')");
	admin(q{SELECT confiture.remove('schema/20.sql')});
	admin("SELECT confiture.put('schema/20.sql', 'DO \$\$BEGIN WHILE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ''$role'') LOOP PERFORM pg_sleep(0.01); END LOOP; END\$\$')") if $role;
}

# Making and dropping a database both wait for this lock, which outlives the server too.
sub obstruct { admin(q{BEGIN; LOCK TABLE pg_database IN SHARE MODE; PREPARE TRANSACTION 'obstacle'}) }
sub clear_way { admin(q{SELECT count(*) FROM pg_prepared_xacts}) && admin(q{ROLLBACK PREPARED 'obstacle'}) }

sub wait_for { my ($condition) = @_; wait_until($node, 'origin', "count(*) = 1 FROM workers WHERE $condition") }

# Each leaves a call waiting at that moment.
my %moments = (
	making => sub {
		load();
		obstruct();
		my $session = call();
		wait_for(q{query LIKE 'CREATE DATABASE %' AND wait_event_type = 'Lock'});
		return $session;
	},
	building => sub {
		my ($role) = @_;
		load($role);
		my $session = call();
		wait_for(q{query LIKE 'confiture: schema/20.sql%' AND wait_event = 'PgSleep'});
		return $session;
	},
	dropping => sub {
		my ($role) = @_;
		load($role);
		my $session = call();
		wait_for(q{query LIKE 'confiture: schema/20.sql%' AND wait_event = 'PgSleep'});
		obstruct();
		admin("CREATE ROLE $role");
		wait_for(q{query LIKE 'DROP DATABASE %' AND wait_event_type = 'Lock'});
		return $session;
	});

sub signal { my ($signal, $who) = @_; kill $signal, split /\n/, admin("SELECT pid FROM $who"); return }

# Each with what its caller is told before the drop, and during it; and whether the caller itself tidies up.
my $canceled = qr/^ERROR:  57014: canceling statement due to user request$/m;
my $ended = qr/57P01: terminating/;
my $gone = qr/server closed the connection/;
my @ways = (
	[ 'cancel of the caller', sub { admin('SELECT pg_cancel_backend(pid) FROM callers') }, $canceled, $canceled, 1 ],
	[ 'cancel of the worker', sub { admin('SELECT pg_cancel_backend(pid) FROM workers') }, $canceled, qr/^$/, 1 ],
	[ 'terminate of the worker', sub { admin('SELECT pg_terminate_backend(pid) FROM workers') }, $ended, qr/^$/, 1 ],
	[ 'terminate of the caller', sub { admin('SELECT pg_terminate_backend(pid) FROM callers') }, $ended, $ended, 0 ],
	[ 'kill -9 of the caller', sub { signal('KILL', 'callers') }, $gone, $gone, 0 ],
	[ 'kill -9 of the worker', sub { signal('KILL', 'workers') }, qr/\S/, qr/\S/, 0 ],
	[ 'kill -9 of the postmaster', \&kill_postmaster, qr/\S/, qr/\S/, 0 ],
	[ 'fast shutdown', sub { $node->stop('fast'); $node->start }, qr/\S/, qr/\S/, 0 ]);

my $round = 0;
for my $moment (sort keys %moments)
{
	for my $way (@ways)
	{
		my ($name, $act, $before, $during, $tidies) = @$way;
		my $title = "$moment, $name";
		my $role = 'go_' . ++$round;
		my $session = $moments{$moment}->($role);
		is(admin('SELECT count(*) FROM shadows'), $moment eq 'making' ? '0' : '1', "$title: the shadow");
		$act->();
		back() if !$tidies;
		clear_way() if $moment ne 'building';
		like(complaint_of($session), $moment eq 'dropping' ? $during : $before, "$title: what the caller is told");
		back();
		is(admin('SELECT count(*) FROM shadows'), '0', "$title: the shadow is gone") if $tidies;
		load();
		is(complaint_of(call()), '', "$title: the next call goes");
		is(admin('SELECT count(*) FROM shadows'), '0', "$title: none is left then");
	}
}

# At any moment: a call that lives drops its shadow itself.
load();
my ($took) = sort { $a <=> $b } map { my $start = time; is(complaint_of(call()), '', 'undisturbed'); time - $start } 1 .. 3;
srand(20261);
my %seen;
for my $turn (1 .. 30)
{
	my $session = call();
	usleep(1e6 * $took * ($turn - rand) / 30);
	admin($turn % 2 ? 'SELECT pg_cancel_backend(pid) FROM callers' : 'SELECT pg_cancel_backend(pid) FROM workers UNION ALL SELECT pg_cancel_backend(pid) FROM callers');
	my $said = complaint_of($session);
	$seen{ $said eq '' ? 'done' : $said =~ $canceled ? 'canceled' : $said }++;
	is(admin('SELECT count(*) FROM shadows'), '0', "turn $turn: no shadow stays");
}
cmp_ok(delete $seen{canceled} // 0, '>', 0, 'some calls were canceled');
delete $seen{done};
is(join("\n", keys %seen), '', '... and the others had ended');

# A database that is none of ours stays, whatever it is called.
admin('CREATE DATABASE confiture_shadow_0123456789abcdef ALLOW_CONNECTIONS false');
is(complaint_of(call()), '', 'beside a database of such a name');
is(admin('SELECT datname FROM shadows'), 'confiture_shadow_0123456789abcdef', '... which stays');

done_testing();
