# Sessions around a CALL confiture.migrate(): who runs it, who is in its way, and conditions to be waited for without being in its way.
package Deploying;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Time::HiRes 'usleep';

our @EXPORT = qw(new_deploy_node hold let_go call finished await ask put_file kill_it wait_until_restarted);

# A started server with the extension in database postgres, where nothing runs but what the test starts.
sub new_deploy_node
{
	my ($name, %options) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ], %{ $options{init} // {} });
	$node->append_conf('postgresql.conf', "autovacuum = off\n" . ($options{conf} // ''));
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION confiture');
	# Each look is a transaction of its own, so that no index build waits for the snapshot of who looks.
	$node->safe_psql('postgres', q{
		CREATE SCHEMA gate;
		CREATE PROCEDURE gate.await(condition text, seconds integer = 120) LANGUAGE plpgsql AS $$
		DECLARE
			met boolean;
			last timestamptz := clock_timestamp() + make_interval(secs => seconds);
		BEGIN
			LOOP
				EXECUTE 'SELECT ' || condition INTO met;
				EXIT WHEN met;
				COMMIT;
				IF clock_timestamp() > last THEN
					RAISE EXCEPTION 'waited in vain for: %', condition;
				END IF;
				PERFORM pg_sleep(0.005);
				COMMIT;
			END LOOP;
		END $$;});
	return $node;
}

sub ask { return $_[0]->safe_psql($_[2] // 'postgres', $_[1]) }

sub put_file
{
	my ($node, $path, $text) = @_;
	return $node->safe_psql('postgres', qq{SELECT confiture.put('migrations/$path', \$file\$$text\$file\$)});
}

# Waits until the SQL expression is true.
sub await
{
	my ($node, $condition) = @_;
	$node->safe_psql('postgres', "CALL gate.await(\$condition\$$condition\$condition\$)");
	return;
}

sub start
{
	my ($node, $name, $database, @arguments) = @_;
	my $session = { in => '', out => '', err => '', name => $name };
	local $ENV{PGAPPNAME} = $name;
	$session->{run} = IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr($database), @arguments ],
		'<', \$session->{in}, '>', \$session->{out}, '2>', \$session->{err}, IPC::Run::timeout(300));
	return $session;
}

# A session that has run the statements and is idle, in the transaction that they may have begun.
sub hold
{
	my ($node, $name, $statements, $database) = @_;
	my $session = start($node, $name, $database // 'postgres');
	$session->{in} .= "$statements;\nSELECT pg_backend_pid();\n\\echo held\n";
	$session->{run}->pump until $session->{out} =~ /held\n/ || !$session->{run}->pumpable;
	die "$name could not hold: $session->{err}" if $session->{out} !~ /^(\d+)\nheld\n/m;
	$session->{pid} = $1;
	return $session;
}

# Ends it, whether its server still runs or not.
sub let_go
{
	my ($session) = @_;
	eval { $session->{in} .= "\\q\n"; $session->{run}->finish };
	return;
}

# Starts psql on the statements, in one session, which is there when this returns.
sub call
{
	my ($node, $name, @statements) = @_;
	my $session = start($node, $name, 'postgres', map { ('-c', $_) } 'SELECT pg_backend_pid()', @statements);
	$session->{run}->pump until $session->{out} =~ /\n/ || !$session->{run}->pumpable;
	($session->{pid}) = $session->{out} =~ /^(\d+)\n/ or die "$name got no connection: $session->{err}";
	$session->{out} = '';
	return $session;
}

# What it complained of, once it has ended.
sub finished
{
	my ($session) = @_;
	$session->{run}->finish;
	return $session->{err};
}

sub wait_until_restarted
{
	my ($node, $offset) = @_;
	for (1 .. 12000)
	{
		return if substr(slurp_file($node->logfile), $offset) =~ /ready to accept connections/;
		usleep(10_000);
	}
	die 'the server did not come back';
}

# Whether the process is there and no zombie.
sub runs { return `ps -o stat= -p $_[0]` =~ /^[^Z\s]/ }

# Kills the worker, the backend or the postmaster; the server is up again behind it. What is left of the old one must be gone before a new postmaster starts.
sub kill_it
{
	my ($node, $victim) = @_;
	my $offset = -s $node->logfile;
	if ($victim eq 'postmaster')
	{
		kill 'STOP', $node->{_pid}; # from here on it starts no other
		my @processes = ($node->{_pid}, split ' ', `ps -o pid= --ppid $node->{_pid}`);
		$node->kill9;
		usleep(5_000) while grep { runs($_) } @processes;
		# Where nobody reaps orphans, the new postmaster would take the dead one for a live one.
		unlink $node->data_dir . '/postmaster.pid', $node->host . '/.s.PGSQL.' . $node->port . '.lock';
		$node->start;
		return;
	}
	my $condition = $victim eq 'worker' ? q{backend_type = 'confiture'} : q{application_name = 'runner'};
	my $pid = ask($node, "SELECT pid FROM pg_stat_activity WHERE $condition");
	die "no $victim to kill" if $pid !~ /^\d+$/;
	kill 9, $pid;
	wait_until_restarted($node, $offset);
}

1;
