# Whoever dies while a database is made, and when: the next call makes it, whole, and nothing half-built stays or is copied.
use strict;
use warnings;

use FindBin qw($RealBin);
use lib $RealBin;
use Rights;
use Sessions;
use Test::More;
use Time::HiRes qw(time usleep);

my $node = PostgreSQL::Test::Cluster->new('crash');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', '--username=postgres' ]);
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\nmax_prepared_transactions = 1\n");
$node->start;
new_database($node, 'origin');
admin('CREATE VIEW workers AS SELECT pid FROM pg_stat_activity WHERE backend_type = \'confiture\'');
admin('CREATE VIEW callers AS SELECT pid FROM pg_stat_activity WHERE application_name = \'caller\'');

sub admin { return answer($node, 'postgres', 'origin', shift) }

sub call { my ($name) = @_; return begin($node, 'postgres', 'origin', 'caller', "CALL confiture.build_database('$name')") }

# Waits until the server takes connections again, with none of the old processes.
# The statement is no input of psql's, since one that finds no server is gone before it has read it.
sub back
{
	my $connection = $node->connstr('origin');
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return if `psql -XAtqd "$connection" -c 'SELECT count(*) = 0 FROM callers' 2>&1` eq "t\n";
		select(undef, undef, undef, 0.1);
	}
	die 'the server is gone';
}

# Kills the postmaster, and starts another one as soon as all processes of the last one have noticed by themselves that it is gone.
sub kill_postmaster
{
	my @left = (split(/\n/, admin('SELECT pid FROM pg_stat_activity')), $node->{_pid});
	$node->kill9;
	for (1 .. 1000) { last if !(@left = grep { kill 0, $_ } @left); usleep(10_000) }
	is("@left", '', 'all processes end with their postmaster');
	$node->start;
}

# A new source, as long as $files files, the last of which waits for a role if there is one to wait for.
my $round = 0;
sub load
{
	my ($files, $role) = @_;
	$round++;
	admin('SELECT count(confiture.remove(path)) FROM confiture.source');
	admin("SELECT count(confiture.put(format('schema/%s.sql', n), format('CREATE TABLE t_%s AS SELECT $round AS round', n))) FROM generate_series(1, $files) n");
	admin("SELECT confiture.put('schema/999.sql', 'DO \$\$BEGIN WHILE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ''$role'') LOOP PERFORM pg_sleep(0.01); END LOOP; END\$\$')") if $role;
}

# What must be so once a call has ended: the tables are all there, each row has its database and each database its row, nothing is unfinished.
my $whole = q{
	SELECT (SELECT count(*) FROM confiture.database WHERE NOT is_ready),
	       (SELECT count(*) FROM confiture.database m WHERE NOT EXISTS (SELECT FROM pg_database d WHERE d.oid = m.oid AND d.datname = m.name)),
	       (SELECT count(*) FROM pg_database d WHERE datname NOT IN ('postgres', 'origin', 'template0', 'template1') AND oid NOT IN (SELECT oid FROM confiture.database))};

sub is_whole
{
	my ($name, $files, $title) = @_;
	is(admin($whole), '0|0|0', "$title: nothing half-built, nothing unknown");
	is(answer($node, 'postgres', $name, "SELECT count(*) FROM pg_class WHERE relname LIKE 't\\_%'"), $files, "$title: the database has all tables");
}

# In the middle of the build.
my %ways = (
	'kill -9 of the caller'     => sub { kill 'KILL', admin('SELECT pid FROM callers') },
	'kill -9 of the worker'     => sub { kill 'KILL', admin('SELECT pid FROM workers') },
	'kill -9 of the postmaster' => \&kill_postmaster,
	'immediate shutdown'        => sub { $node->stop('immediate'); $node->start },
	'fast shutdown'             => sub { $node->stop('fast'); $node->start },
	'terminate of the caller'   => sub { admin('SELECT pg_terminate_backend(pid) FROM callers') },
	'terminate of the worker'   => sub { admin('SELECT pg_terminate_backend(pid) FROM workers') },
	'cancel of the caller'      => sub { admin('SELECT pg_cancel_backend(pid) FROM callers') });
for my $way (sort keys %ways)
{
	my $name = 'd' . ++$round;
	load(3, "go_$name");
	my $session = call($name);
	wait_until($node, 'origin', q{count(*) = 1 FROM pg_stat_activity WHERE backend_type = 'confiture' AND wait_event = 'PgSleep'});
	my $template = admin('SELECT name FROM confiture.database WHERE NOT is_ready');
	like($template, qr/^confiture_[0-9a-f]{16}$/, "$way: the template is half-built");
	$ways{$way}->();
	like(complaint_of($session), qr/\S/, "$way: the caller is told");
	back();
	is(admin('SELECT count(*) FROM confiture.database WHERE NOT is_ready'), $way =~ /^(cancel|terminate of the worker)/ ? '0' : '1', "$way: who lives on tidies up");
	is(admin(q{SELECT count(*) FROM workers}), '0', "$way: its worker is gone");
	is(admin("SELECT count(*) FROM pg_database WHERE datname = '$name'"), '0', "$way: no database of that name");
	admin("CREATE ROLE go_$name");
	is(complaint_of(call($name)), '', "$way: the next call makes it");
	is_whole($name, 3, $way);
}

# At any moment.
my @took;
for my $name (qw(measured_1 measured_2 measured_3))
{
	load(20);
	my $start = time;
	is(complaint_of(call($name)), '', 'undisturbed');
	push @took, time - $start;
}
my ($took) = sort { $a <=> $b } @took;

# How far it is, as the rows say.
sub state_now
{
	return admin(q{SELECT coalesce((SELECT CASE WHEN is_template THEN 'template ' ELSE 'copy ' END || CASE WHEN is_ready THEN 'ready' WHEN EXISTS (SELECT FROM pg_database d WHERE d.oid = m.oid) THEN 'there' ELSE 'planned' END
		FROM confiture.database m WHERE checksum = confiture.schema_checksum() ORDER BY created_at DESC LIMIT 1), 'nothing')});
}

# In every third turn it is held at one of these moments: what is done before the call, what its worker waits in, what lets the next call go by.
sub obstruct { return admin(q{BEGIN; LOCK TABLE pg_database IN SHARE MODE; PREPARE TRANSACTION 'obstacle'}) }
sub clear_way { return admin(q{ROLLBACK PREPARED 'obstacle'}) }
my $waits_for_lock = q{wait_event_type = 'Lock'};
my @held = (
	[ 'template planned', sub { load(20); obstruct() }, $waits_for_lock, \&clear_way ],
	[ 'template there', sub { load(20, "go_$_[0]") }, q{wait_event = 'PgSleep'}, sub { admin("CREATE ROLE go_$_[0]") } ],
	[ 'copy planned', sub { load(20); is(complaint_of(call("warm_$_[0]")), '', "turn $_[0]: the template"); obstruct() }, $waits_for_lock, \&clear_way ]);

sub kill_one
{
	my ($turn) = @_;
	my $victim = try($node, 'postgres', 'origin', $turn % 2 ? 'SELECT pid FROM callers' : 'SELECT pid FROM workers UNION ALL SELECT pid FROM callers LIMIT 1')->{output};
	kill 'KILL', $victim if $victim;
	return;
}

sub kill_by_chance
{
	my ($turn) = @_;
	load(20);
	my $session = call("r$turn");
	usleep(1e6 * $took * ($turn - rand) / 30);
	kill_one($turn);
	complaint_of($session);
	back();
	return state_now();
}

sub kill_held
{
	my ($turn, $moment, $before, $waits, $after) = @_;
	$before->($turn);
	my $session = call("r$turn");
	wait_until($node, 'origin', "count(*) = 1 FROM pg_stat_activity WHERE backend_type = 'confiture' AND $waits");
	kill_one($turn);
	like(complaint_of($session), qr/\S/, "turn $turn: the caller is told");
	back();
	my $state = state_now();
	is($state, $moment, "turn $turn: killed at the moment that was waited for");
	$after->($turn);
	return $state;
}

my %seen;
srand(20260);
for my $turn (1 .. 30)
{
	my $name = "r$turn";
	my $state = $turn % 3 ? kill_by_chance($turn) : kill_held($turn, @{ $held[ $turn / 3 % @held ] });
	$seen{$state}++;
	my $done = $state eq 'copy ready';
	my $said = complaint_of(call($name));
	$said = '' if $done && $said =~ /^ERROR:  42P04: /;
	is($said, '', "turn $turn, killed at \"$state\": the next call makes it");
	is_whole($name, 20, "turn $turn");
}
diag("killed at: " . join ', ', map { "$_ $seen{$_}" } sort keys %seen);
cmp_ok(scalar keys %seen, '>=', 3, 'the moments are of several kinds');

done_testing();
