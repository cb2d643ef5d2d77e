# CREATE and DROP SUBSCRIPTION as steps of CALL confiture.migrate(), killed before, in and after them: the journal says what is here, and the
# next call goes on, where a replication slot of the publisher is in its way once somebody has seen to it.
use strict;
use warnings;

use Deploying;
use GroundFloor ();
use PostgreSQL::Test::Utils;
use Test::More;

my $publisher = new_deploy_node('publisher', init => { allows_streaming => 'logical' });
ask($publisher, 'CREATE TABLE fed (id integer PRIMARY KEY); INSERT INTO fed VALUES (1), (2), (3); CREATE PUBLICATION regress_fed FOR TABLE fed');
my $node = new_deploy_node('subscriber', conf => "shared_preload_libraries = '" . GroundFloor::built() . "/preload/gates.so'\nrestart_after_crash = on\n");
ask($node, q{
	CREATE FUNCTION gate.journal() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_catalog.pg_advisory_xact_lock_shared(77, pg_catalog.hashtext('after'));
		RETURN NULL;
	END $$;
	CREATE TRIGGER gate AFTER UPDATE ON confiture.step FOR EACH ROW WHEN (NEW.state = 'done' AND NEW.kind ~ 'subscription') EXECUTE FUNCTION gate.journal()});

my %calls = (up => 'CALL confiture.migrate()', down => q{CALL confiture.migrate('0', down => true)});
sub load
{
	my ($connection) = @_;
	my $quoted = $connection =~ s/'/''/gr;
	my $patience = '-- confiture: lock_timeout=1min'; # so that the gates don't end an attempt
	put_file($node, '1_fed.up.sql', "$patience\nCREATE TABLE fed (id integer PRIMARY KEY);\nCREATE SUBSCRIPTION regress_fed CONNECTION '$quoted' PUBLICATION regress_fed;\nCOMMENT ON TABLE fed IS 'by the publisher';\n");
	put_file($node, '1_fed.down.sql', "$patience\nDROP SUBSCRIPTION regress_fed;\nDROP TABLE fed;\n");
	return;
}

# How many subscriptions there are here, and how many slots for them at the publisher.
sub left { return ask($node, 'SELECT count(*) FROM pg_subscription') . ask($publisher, q{SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'regress_fed'}) }
sub state_now { return ask($node, 'SELECT state FROM confiture.status') }

# A publisher that does not answer.
{
	load('host=' . $publisher->host . ' port=1 dbname=postgres password=regress_secret');
	my $error = finished(call($node, 'runner', $calls{up}));
	like($error, qr/ERROR:  08006: .*could not connect/, 'no publisher: the server says so');
	unlike($error . ask($node, 'SELECT * FROM confiture.step'), qr/regress_secret/, 'no publisher: the password is shown nowhere');
	is(state_now() . left(), 'failed00', 'no publisher: nothing is left');
	load($publisher->connstr('postgres'));
	is(ask($node, q{SELECT step, outcome FROM confiture.repair('1', 'the right publisher')}), "1|kept\n2|planned\n3|planned", 'no publisher: another one');
}

# Calls until that moment; gives the session of the call, and those to be let go.
sub stop_in
{
	my ($direction, $moment) = @_;
	my $worker = 'confiture: 1_fed, step ' . ($direction eq 'up' ? 2 : 1);
	if ($moment eq 'middle' && $direction eq 'up')
	{
		my $writer = hold($publisher, 'writer', 'BEGIN; SELECT pg_current_xact_id()');
		my $runner = call($node, 'runner', $calls{up});
		await($publisher, q{EXISTS (SELECT FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.backend_type = 'walsender' AND l.locktype = 'transactionid' AND NOT l.granted)});
		return ($runner, $writer);
	}
	if ($moment eq 'middle')
	{
		my $reader = hold($node, 'reader', 'BEGIN; LOCK TABLE pg_subscription IN SHARE MODE');
		my $runner = call($node, 'runner', $calls{down});
		await($node, "EXISTS (SELECT FROM pg_stat_activity a WHERE a.backend_type = 'confiture' AND $reader->{pid} = ANY (pg_blocking_pids(a.pid)))");
		return ($runner, $reader);
	}
	my $name = $moment eq 'after' ? 'after' : "$worker $moment";
	my $gate = hold($node, 'gate', "DO \$\$ BEGIN PERFORM pg_advisory_lock(77, hashtext('$name')); END \$\$");
	my $runner = call($node, 'runner', $calls{$direction});
	await($node, q{EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 77 AND NOT granted)});
	return ($runner, $gate);
}

# What the guide says of a slot that a killed step has left, or has dropped already.
my %help = (
	up   => [ qr/ERROR:  .*replication slot "regress_fed" already exists/, sub { ask($publisher, q{SELECT pg_drop_replication_slot('regress_fed')}) } ],
	down => [ qr/ERROR:  .*replication slot "regress_fed" does not exist/, sub { ask($node, "ALTER SUBSCRIPTION regress_fed $_") for 'DISABLE', 'SET (slot_name = NONE)' } ]);

# Until it ends well.
sub complete
{
	my ($direction, $needs_help, $title) = @_;
	if ($needs_help)
	{
		my ($says, $act) = @{ $help{$direction} };
		like(finished(call($node, 'runner', $calls{$direction})), $says, "$title: the next call says what is in its way");
		is(state_now(), 'failed', "$title: failed, not lost");
		$act->();
	}
	unlike(finished(call($node, 'runner', $calls{$direction})), qr/ERROR|FATAL/, "$title: the next call goes on to the end");
	is(state_now() . left() . ask($node, 'SELECT count(*) FROM confiture.step'), $direction eq 'up' ? 'applied110' : 'pending000', "$title: what is there in the end");
	await($node, q{(SELECT count(*) FROM fed) = 3 AND NOT EXISTS (SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r')}) if $direction eq 'up';
	is(ask($publisher, 'SELECT count(*) FROM pg_replication_slots'), $direction eq 'up' ? '1' : '0', "$title: no other slot");
}

complete($_, 0, "$_, undisturbed") for 'up', 'down';

# Subscriptions here, slots there, once that moment's process was killed. In the middle of making a slot it is up to the publisher when it notices.
my %leaves = (up => { begin => '00', middle => '0[01]', end => '01', after => '11' }, down => { begin => '11', middle => '11', end => '10', after => '00' });
for my $victim ('worker', 'backend')
{
	for my $direction ('up', 'down')
	{
		for my $moment (qw(begin middle end after))
		{
			my $killed = $moment eq 'after' && $victim eq 'worker' ? 'postmaster' : $victim;
			my $title = "$direction, $killed killed, $moment";
			my ($runner, $other) = stop_in($direction, $moment);
			kill_it($node, $killed);
			finished($runner);
			let_go($other);
			await($publisher, q{NOT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'walsender')}) if $leaves{$direction}{$moment} =~ /^0/;
			my $left = left();
			like($left, qr/^$leaves{$direction}{$moment}$/, "$title: what is left, here and at the publisher");
			is(ask($node, q{SELECT kind, state FROM confiture.step WHERE state <> 'done' ORDER BY number LIMIT 1}), ($direction eq 'up' ? 'create' : 'drop') . '_subscription|running', "$title: the journal says that it was running");
			is(state_now(), 'failed', "$title: it can be known what became of it");
			complete($direction, $left eq '01' || $left eq '10', $title);
			complete($direction eq 'up' ? 'down' : 'up', 0, "$title, and back") if $moment ne 'after';
		}
	}
}
sub done { return ask($node, "SELECT count(*) FROM confiture.history WHERE action = '$_[0]' AND outcome = 'ok'") }
is(done('up') . ' ' . done('down'), '15 15', 'each has its row in the history');
is(ask($node, 'SELECT * FROM confiture.verify_history()'), '', 'history is whole');

done_testing();
