# However a CALL confiture.migrate() is stopped, nothing of it goes on, its journal is true, and the next call ends what it began.
use strict;
use warnings;

use DeploySteps;
use Deploying;
use GroundFloor ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_deploy_node('faults', conf => step_conf());
set_up_steps($node);
run_undisturbed();

my $runner_pid = q{SELECT pid FROM pg_stat_activity WHERE application_name = 'runner'};
my $worker_pid = q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'confiture'};
my $invalid = q{SELECT string_agg(indexrelid::regclass::text, ' ') FROM pg_index WHERE NOT indisvalid};
my $left = q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'runner' OR backend_type = 'confiture'};

sub restart
{
	my ($mode) = @_;
	$node->stop($mode);
	$node->start;
}

my %ways = (
	'cancel the caller'    => [ qr/ERROR:  57014/, sub { ask($node, "SELECT pg_cancel_backend(pid) FROM ($runner_pid) r") } ],
	'terminate the caller' => [ qr/FATAL:  57P01/, sub { ask($node, "SELECT pg_terminate_backend(pid, 60000) FROM ($runner_pid) r") } ],
	'cancel the worker'    => [ qr/ERROR:  57014/, sub { ask($node, "SELECT pg_cancel_backend(pid) FROM ($worker_pid) r") } ],
	'terminate the worker' => [ qr/ERROR:  57P01/, sub { ask($node, "SELECT pg_terminate_backend(pid) FROM ($worker_pid) r") } ],
	'fast shutdown'        => [ qr/FATAL:  57P01|connection/, sub { restart('fast') } ],
	'immediate shutdown'   => [ qr/WARNING:  57P01|connection/, sub { restart('immediate') } ],
	'client gone'          => [ qr/^$/, sub { $_[0]{run}->signal('KILL'); $_[0]{run}->finish; ask($node, "SELECT pg_cancel_backend(pid) FROM ($runner_pid) r") } ]);
my @names = sort keys %ways;


sub stop_it
{
	my ($direction, $step, $moment, $way) = @_;
	my $in_caller = $step->{kind} =~ /^transaction|^enum/;
	$way =~ s/worker/caller/ if $in_caller;
	my ($says, $act) = @{ $ways{$way} };
	my $title = "$way, $moment $direction $step->{migration}.$step->{number} ($step->{kind})";
	my ($runner, @others) = stop_in($direction, $step, $moment);
	$act->($runner);
	my $said = $way eq 'client gone' ? '' : finished($runner);
	like($said, $says, "$title: what is said");
	await($node, "($left) = 0");
	let_go($_) for @others;
	is(ask($node, q{SELECT count(*) FROM confiture.runner}), '0', "$title: no lock stays");
	my $seen = ask($node, "SELECT state FROM confiture.step WHERE migration = '$step->{migration}' AND number = $step->{number}");
	my $expected = $said =~ /^ERROR/ ? 'failed|lost' : 'running|failed|lost';
	# A batch notes its end with its last rows, before its worker has ended.
	$expected .= '|done' if $step->{kind} eq 'batch' && $moment eq 'end';
	like($seen, qr/^(?:$expected)$/, "$title: the journal says $seen");
	return if $said !~ /^ERROR/;
	like($said, qr/INVALID: .*\b\Q$_\E\b/, "$title: $_, left INVALID, is reported") for split ' ', ask($node, $invalid);
}

# The moment differs from way to way and from kind to kind.
my @moments = ('begin', 'middle', 'end');
my %next;
for my $round (1 .. 4)
{
	for my $direction ('up', 'down')
	{
		for my $step (steps($direction))
		{
			my $turn = $next{ $step->{kind} }++;
			stop_it($direction, $step, $moments[ ($turn + int($turn / @names)) % @moments ], $names[ $turn % @names ]);
		}
		complete($direction);
		check($direction, "round $round");
	}
}
is(join(' ', grep { $next{$_} < @names } sort keys %next), '', 'each kind of step was stopped in each way');


# What follows runs small migrations in the same database, behind those above.
my $version = 10;
sub migration
{
	my ($text, $down) = @_;
	$version++;
	put_file($node, "${version}_small.up.sql", $text);
	return $version;
}
sub try_call { return finished(call($node, 'runner', @_, $calls{up})) }
sub state_now { return ask($node, "SELECT state FROM confiture.status WHERE version = '$version'") }
is(try_call(), '', 'up once more') if ask($node, q{SELECT count(*) FROM confiture.status WHERE state = 'pending'}) ne '0' && complete('up');

# No worker is free.
{
	migration('CREATE INDEX CONCURRENTLY small_a ON item (grp, id)');
	$node->append_conf('postgresql.conf', "max_worker_processes = 0\nmax_logical_replication_workers = 0\nmax_parallel_workers = 0");
	$node->restart;
	like(try_call(q{SET confiture.runner_timeout = '20ms'}), qr/ERROR:  ZF050: no background worker is free/, 'no worker free: the error says so');
	is(state_now(), 'failed', 'no worker free: the journal says failed');
	$node->append_conf('postgresql.conf', 'max_worker_processes = 8');
	$node->restart;
	is(try_call(), '', 'no worker free: then one is');
}

# The next user of a session finds nothing of a call that failed, nor of one that ended.
{
	migration("SET work_mem = '7MB';\nSET search_path = pg_catalog;\nDISCARD ALL;\nCREATE TABLE public.pooled ();\nCREATE INDEX CONCURRENTLY ON public.item (nowhere);\n");
	my $look = q{SELECT current_setting('work_mem'), current_setting('search_path'), current_setting('lock_timeout'), current_user,
		(SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype <> 'virtualxid' AND relation IS NULL), (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'confiture')};
	for my $end ('failed', 'ended')
	{
		my $session = hold($node, 'pooled', "SET application_name = 'pooled'");
		$session->{in} .= "$calls{up};\n$look;\n\\echo looked\n";
		$session->{run}->pump until $session->{out} =~ /looked\n/;
		like($session->{err}, $end eq 'failed' ? qr/42703/ : qr/^(?!.*ERROR)/s, "a pooled session, $end: the call");
		like($session->{out}, qr/^5MB\|"\$user", public\|0\|\w+\|0\|0$/m, "a pooled session, $end: no setting, lock or worker stays");
		let_go($session);
		put_file($node, "${version}_small.up.sql", "SET work_mem = '7MB';\nSET search_path = pg_catalog;\nDISCARD ALL;\nCREATE TABLE public.pooled ();\nCREATE INDEX CONCURRENTLY ON public.item (id, grp);\n");
		ask($node, "SELECT confiture.repair('$version', 'no such column')") if $end eq 'failed';
	}
	is(state_now(), 'applied', 'a pooled session: DISCARD ALL in a file goes by');
}

# A detach that somebody has begun and not ended.
{
	ask($node, 'CREATE TABLE whole (id integer) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (9)');
	my $reader = hold($node, 'reader', 'BEGIN; LOCK TABLE whole IN ACCESS SHARE MODE');
	my $other = finished(call($node, 'other', q{SET statement_timeout = '300ms'}, 'ALTER TABLE whole DETACH PARTITION part CONCURRENTLY'));
	like($other, qr/57014/, 'a pending detach: begun');
	let_go($reader);
	migration('ALTER TABLE whole DETACH PARTITION part CONCURRENTLY');
	like(try_call(), qr/ERROR:  55000: .*\n(?:.*\n)*HINT:  .*FINALIZE/, 'a pending detach: the server says how to end it');
	like(try_call(), qr/^NOTICE:  00000: public\.part is detached to the end/, 'a pending detach: the next call ends it');
	is(ask($node, 'SELECT count(*) FROM pg_inherits') . state_now(), '0applied', 'a pending detach: nothing is attached any more');
}

# What was not there is not taken for dropped by the next call.
for my $statement ('DROP INDEX CONCURRENTLY nowhere', 'DROP DATABASE nowhere', 'DROP TABLESPACE nowhere', 'ALTER TABLE whole DETACH PARTITION todo CONCURRENTLY')
{
	migration($statement);
	my $first = try_call() =~ s/^LOCATION.*\n//mgr;
	like($first, qr/^ERROR:/, "$statement fails");
	is(try_call() =~ s/^LOCATION.*\n//mgr, $first, "$statement fails again");
	ask($node, "SELECT confiture.abandon('$version', 'never was'); SELECT confiture.remove('migrations/${version}_small.up.sql')");
}

# Where nobody gave the index a name, nobody knows whose an INVALID one is.
{
	ask($node, 'CREATE TABLE twice (a integer); INSERT INTO twice VALUES (1), (1)');
	migration('CREATE UNIQUE INDEX CONCURRENTLY ON twice (a)');
	like(try_call(), qr/ERROR:  23505: .*INVALID.*: public\.twice_a_idx/s, 'an unnamed index: what is left is named');
	like(try_call(), qr/ERROR:  ZF057: index public\.twice_a_idx is INVALID, left by step 1 or by somebody else/, 'an unnamed index: no second one beside it');
	ask($node, 'DELETE FROM twice; DROP INDEX twice_a_idx');
	is(try_call(), '', 'an unnamed index: dropped by hand, it is built again');
}

# What the file has set before a step that was settled is in force behind it.
{
	ask($node, q{CREATE SCHEMA settled; CREATE PROCEDURE slow() LANGUAGE plpgsql AS 'BEGIN COMMIT; PERFORM pg_advisory_xact_lock(5); END'});
	migration("-- confiture: lock_timeout=1min\nSET search_path = settled, public;\nCREATE TABLE one ();\nCALL public.slow();\nCREATE TABLE two ();\n");
	my $gate = hold($node, 'gate', q{DO 'BEGIN PERFORM pg_advisory_lock(5); END'});
	my $runner = call($node, 'runner', $calls{up});
	await($node, q{EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 5 AND NOT granted)});
	ask($node, "SELECT pg_terminate_backend(pid) FROM ($worker_pid) r");
	like(finished($runner), qr/ERROR:  57P01/, 'a settled step: its worker was terminated');
	is(state_now(), 'lost', 'a settled step: lost');
	like(try_call(), qr/ERROR:  ZF054/, 'a settled step: refused until it is settled');
	ask($node, "SELECT confiture.repair('$version', 'looked', step => 2, settle => 'done')");
	let_go($gate);
	is(try_call(), '', 'a settled step: then the next call goes on');
	is(ask($node, q{SELECT to_regclass('settled.one'), to_regclass('settled.two')}), 'settled.one|settled.two', 'a settled step: under the settings of before');
}

# A role that goes, or may not log in any more, between a call and the next.
{
	ask($node, 'CREATE ROLE regress_maker; GRANT CREATE ON SCHEMA public TO regress_maker');
	migration("-- confiture: role=regress_maker\nCREATE TABLE made (id integer, b integer);\nCREATE UNIQUE INDEX CONCURRENTLY made_id ON made (id);\n-- more\nINSERT INTO made SELECT 1 / (SELECT count(*)::integer FROM todo WHERE n = 99);\nCREATE INDEX CONCURRENTLY made_b ON made (b);\n");
	like(try_call(), qr/ERROR:  42501|ERROR:  22012/, 'a role: stopped half-way');
	ask($node, 'REASSIGN OWNED BY regress_maker TO postgres; DROP OWNED BY regress_maker; DROP ROLE regress_maker');
	like(try_call(), qr/ERROR:  42704: .* says role=regress_maker, but there is no such role/, 'a role that is gone: the error says so');
	is(ask($node, q{SELECT count(*) FROM confiture.step WHERE state = 'done'}), '2', 'a role that is gone: what was done stays done');
	ask($node, "SELECT confiture.abandon('$version', 'role dropped'); SELECT confiture.remove('migrations/${version}_small.up.sql')");

	ask($node, 'CREATE ROLE regress_caller LOGIN SUPERUSER');
	migration('CREATE INDEX CONCURRENTLY small_b ON item (id, note)');
	my $session = hold($node, 'caller', 'SET SESSION AUTHORIZATION regress_caller');
	ask($node, 'ALTER ROLE regress_caller NOLOGIN');
	$session->{in} .= "$calls{up};\n\\echo called\n";
	$session->{run}->pump until $session->{out} =~ /called\n/;
	like($session->{err}, qr/28000: role "regress_caller" is not permitted to log in/, 'a role without LOGIN gets no worker');
	let_go($session);
	is(try_call(), '', 'a role without LOGIN: another goes on');
	is(state_now(), 'applied', 'a role without LOGIN: applied');
}

# The library is replaced while a session runs the old one: its workers are of the new one.
{
	migration('CREATE INDEX CONCURRENTLY small_c ON item (note, id)');
	$node->append_conf('postgresql.conf', "dynamic_library_path = '" . GroundFloor::built() . "/upgraded:\$libdir'");
	$node->reload;
	await($node, q{current_setting('dynamic_library_path') ~ 'upgraded'});
	like(try_call(), qr/ERROR:  55000: this session runs another version of confiture than is installed\nHINT:  Connect again\./, 'another protocol: refused');
	is(state_now(), 'failed', 'another protocol: the journal says failed');
	$node->append_conf('postgresql.conf', q{dynamic_library_path = '$libdir'});
	$node->reload;
	await($node, q{current_setting('dynamic_library_path') !~ 'upgraded'});
	is(try_call(), '', 'another protocol: the session after that goes on');
}

# An index that does not fit on the disk, which test/bin/private has mounted.
SKIP:
{
	my $disk = "$ENV{TESTDIR}/../disk";
	skip 'test/bin/private could not mount a disk to be filled', 5 if !-d $disk || (stat $disk)[0] == (stat "$disk/..")[0];
	mkdir "$disk/tablespace" or die "$disk: $!";
	ask($node, "CREATE TABLESPACE small LOCATION '$disk/tablespace'");
	ask($node, q{CREATE TABLE wide (id integer); INSERT INTO wide SELECT generate_series(1, 3000);
		CREATE FUNCTION widened(id integer) RETURNS text IMMUTABLE LANGUAGE sql AS
			$$SELECT string_agg(md5(id || '-' || i), '') FROM generate_series(1, 60) i$$});
	migration('CREATE INDEX CONCURRENTLY small_d ON wide (widened(id)) TABLESPACE small');
	system_or_bail('sh', '-c', 'head -c 15M /dev/zero >"$0"', "$disk/ballast");
	my $error = try_call();
	like($error, qr/ERROR:  53100: could not extend file .*: No space left on device/, 'disk full: the server says so');
	like($error, qr/INVALID: public\.small_d/, 'disk full: what is left is named');
	is(state_now(), 'failed', 'disk full: the journal says failed');
	unlink "$disk/ballast" or die "$disk: $!";
	like(try_call(), qr/^NOTICE:  00000: public\.small_d is INVALID, left by a failed attempt, and is dropped\n(?!.*ERROR)/s, 'disk full: with room again, the next call builds it');
	is(ask($node, q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'small_d'::regclass}), 't', 'disk full: built');
	ask($node, 'DROP TABLE wide; DROP TABLESPACE small');
	rmdir "$disk/tablespace" or die "$disk: $!";
}

# A standby is promoted while the primary builds an index.
{
	my $primary = new_deploy_node('primary', init => { allows_streaming => 1 });
	ask($primary, 'CREATE TABLE item (id integer, note text); INSERT INTO item SELECT n, n FROM generate_series(1, 100) n');
	put_file($primary, '1_promoted.up.sql', "CREATE TABLE first ();\nCREATE INDEX CONCURRENTLY item_id ON item (id);\nVACUUM item;\nCREATE TABLE last ();\n");
	$primary->backup('backup');
	my $standby = PostgreSQL::Test::Cluster->new('standby');
	$standby->init_from_backup($primary, 'backup', has_streaming => 1);
	$standby->start;
	my $writer = hold($primary, 'writer', 'BEGIN; LOCK TABLE item IN ROW EXCLUSIVE MODE');
	my $runner = call($primary, 'runner', $calls{up});
	await($primary, "EXISTS (SELECT FROM pg_stat_activity a WHERE backend_type = 'confiture' AND $writer->{pid} = ANY (pg_blocking_pids(a.pid)))");
	$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
	$standby->promote;
	$primary->stop('immediate');
	finished($runner);
	let_go($writer);
	is(ask($standby, q{SELECT version, state FROM confiture.status}) . ask($standby, $invalid), '1|faileditem_id', 'promoted: the journal and the INVALID index are there');
	like(finished(call($standby, 'runner', $calls{up})), qr/public\.item_id is INVALID, left by a failed attempt, and is dropped\n(?!.*ERROR)/s, 'promoted: the next call goes on');
	is(ask($standby, qq{SELECT version, state, to_regclass('first'), to_regclass('last'), (SELECT count(*) FROM confiture.step) FROM confiture.status}) . ask($standby, $invalid), '1|applied|first|last|0', 'promoted: applied');
	is(ask($standby, 'SELECT * FROM confiture.verify_history()'), '', 'promoted: history is whole');
	$standby->stop;
}

GroundFloor::log_is_clean($node, qr/proleakproof/);
done_testing();
