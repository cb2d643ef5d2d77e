# A migration with every kind of step, up and down, that can be held before, in and after each of them, and what an undisturbed run of it leaves.
package DeploySteps;

use strict;
use warnings;

use Deploying;
use Exporter 'import';
use File::Path 'rmtree';
use GroundFloor ();
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(step_conf set_up_steps steps run_undisturbed reach stop_in settle help complete check state_of at_gate %calls);

our %calls = (up => 'CALL confiture.migrate()', down => q{CALL confiture.migrate('0', down => true)});
my $node;
my $mark = 0;
my %undisturbed;
my $steps;

# What the server needs for it.
sub step_conf
{
	my $folder = GroundFloor::built();
	return "shared_preload_libraries = '$folder/preload/gates.so'\nallow_in_place_tablespaces = on\ndeadlock_timeout = 10min\n";
}

# Its tables and files.
sub set_up_steps
{
	($node) = @_;
	ask($node, tables());
	ask($node, "CREATE DATABASE $_") for 'kills_template', 'kills_old';
	ask($node, "CREATE TABLESPACE kills_old LOCATION ''");
	my %files = files();
	put_file($node, $_, $files{$_}) for sort keys %files;
	put_file($node, '0_nothing.sql', 'SELECT 1');
	return;
}

# The journal's triggers hold the caller, gates.so holds the worker, and gate.pass() what a file itself runs.
sub tables
{
	return <<'SQL';
CREATE TABLE gate.seen (action text, migration text, number integer, kind text, statement text, path text, PRIMARY KEY (action, migration, number));
CREATE FUNCTION gate.enter(name text) RETURNS void LANGUAGE sql AS 'SELECT pg_catalog.pg_advisory_xact_lock_shared(77, pg_catalog.hashtext(name))';
CREATE FUNCTION gate.pass() RETURNS integer LANGUAGE sql AS $$
	SELECT gate.enter('in ' || action || ' ' || migration || '.' || number) FROM confiture.step WHERE state = 'running';
	SELECT 1;
$$;
CREATE FUNCTION gate.journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.state = 'running' AND NEW.attempts > OLD.attempts THEN
		INSERT INTO gate.seen VALUES (NEW.action, NEW.migration, NEW.number, NEW.kind, NEW.statement, NEW.path)
			ON CONFLICT (action, migration, number) DO UPDATE SET kind = excluded.kind;
		PERFORM gate.enter(format('before %s %s.%s', NEW.action, NEW.migration, NEW.number));
	ELSIF NEW.state = 'done' THEN
		PERFORM gate.enter(format('after %s %s.%s', NEW.action, NEW.migration, NEW.number));
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER gate AFTER UPDATE ON confiture.step FOR EACH ROW EXECUTE FUNCTION gate.journal();

CREATE TABLE item (id integer PRIMARY KEY, grp integer NOT NULL, note text);
INSERT INTO item SELECT i, i % 10, 'note ' || i FROM generate_series(1, 500) i;
CREATE INDEX item_note ON item (note);
CREATE TABLE parent (id integer) PARTITION BY RANGE (id);
CREATE TABLE child PARTITION OF parent FOR VALUES FROM (0) TO (100);
INSERT INTO child VALUES (1), (2);
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE felt (mood mood, at integer);
CREATE TABLE todo (n integer PRIMARY KEY, done boolean NOT NULL);
INSERT INTO todo SELECT n, false FROM generate_series(1, 4) n;
-- Commits row by row: called again, it does what is left.
CREATE PROCEDURE finish(target boolean) LANGUAGE plpgsql AS $$
BEGIN
	WHILE EXISTS (SELECT FROM todo WHERE done <> target) LOOP
		UPDATE todo SET done = target WHERE n = (SELECT min(n) FROM todo WHERE done <> target);
		COMMIT;
		IF (SELECT count(*) FROM todo WHERE done = target) = 2 THEN PERFORM gate.pass(); END IF;
	END LOOP;
END $$;
SQL
}

# Up to 18 a partition that was detached CONCURRENTLY keeps its bounds as a CHECK, from 19 on it does not.
sub leaves_check { return ask($node, 'SHOW server_version_num') < 190000 }

sub files
{
	my $has_batches = ask($node, q{SELECT count(*) FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace AND proname = 'batch_update'});
	my $patience = '-- confiture: lock_timeout=1min';
	my $drop_check = leaves_check() ? 'ALTER TABLE child DROP CONSTRAINT child_id_check;' : '';
	my $batch = sub { $has_batches ? "CALL confiture.batch_update('item', 'grp = item.grp $_[0] 10 + 0 * gate.pass()', batch_rows => 100);" : '' };
	return (
	'1_table.up.sql' => <<"SQL",
$patience
ALTER TABLE item ADD COLUMN extra integer DEFAULT 7;
SELECT gate.pass();
INSERT INTO item VALUES (1000, 1, 'new', 8);
CREATE INDEX CONCURRENTLY item_grp ON item (grp);
ALTER TABLE item ALTER COLUMN note SET DEFAULT 'none';
SELECT gate.pass();
DROP INDEX CONCURRENTLY item_note;
REINDEX TABLE CONCURRENTLY item;
VACUUM (ANALYZE) item;
ALTER TABLE parent DETACH PARTITION child CONCURRENTLY;
ALTER SYSTEM SET work_mem = '5MB';
SQL
	'1_table.down.sql' => <<"SQL",
$patience
ALTER SYSTEM RESET work_mem;
ALTER TABLE parent ATTACH PARTITION child FOR VALUES FROM (0) TO (100);
$drop_check
SELECT gate.pass();
VACUUM item;
ALTER TABLE parent DETACH PARTITION child CONCURRENTLY;
ALTER TABLE parent ATTACH PARTITION child FOR VALUES FROM (0) TO (100);
$drop_check
SELECT gate.pass();
REINDEX INDEX CONCURRENTLY item_pkey;
CREATE INDEX CONCURRENTLY item_note ON item (note);
DROP INDEX CONCURRENTLY item_grp;
DELETE FROM item WHERE id = 1000;
ALTER TABLE item ALTER COLUMN note DROP DEFAULT, DROP COLUMN extra;
SELECT gate.pass();
SQL
	'2_cluster.up.sql' => <<"SQL",
$patience
CREATE DATABASE kills_new TEMPLATE kills_template;
DROP DATABASE kills_old;
CREATE TABLESPACE kills_new LOCATION '';
DROP TABLESPACE kills_old;
CALL finish(true);
@{[ $batch->('+') ]}
SQL
	'2_cluster.down.sql' => <<"SQL",
$patience
@{[ $batch->('-') ]}
CALL finish(false);
CREATE TABLESPACE kills_old LOCATION '';
DROP TABLESPACE kills_new;
CREATE DATABASE kills_old TEMPLATE kills_template;
DROP DATABASE kills_new;
SQL
	'3_enum.up.sql' => <<"SQL",
$patience
INSERT INTO felt SELECT 'sad', gate.pass();
ALTER TYPE mood ADD VALUE 'calm';
INSERT INTO felt SELECT 'calm', gate.pass();
SQL
	'3_enum.down.sql' => <<"SQL",
$patience
DELETE FROM felt;
ALTER TABLE felt ALTER COLUMN mood TYPE text;
DROP TYPE mood;
SELECT gate.pass();
CREATE TYPE mood AS ENUM ('sad');
ALTER TABLE felt ALTER COLUMN mood TYPE mood USING mood::mood;
ALTER TYPE mood ADD VALUE 'bad';
DELETE FROM felt WHERE mood = 'bad';
SELECT gate.pass();
ALTER TABLE felt ALTER COLUMN mood TYPE text;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad');
ALTER TABLE felt ALTER COLUMN mood TYPE mood USING mood::mood;
SQL
	'4_off.up.sql' => <<"SQL",
-- confiture: transaction=off
$patience
CREATE TABLE off AS SELECT gate.pass() AS a;
INSERT INTO off SELECT 1 + gate.pass();
CREATE INDEX CONCURRENTLY off_a ON off (a);
SQL
	'4_off.down.sql' => <<"SQL");
-- confiture: transaction=off
$patience
DROP INDEX CONCURRENTLY off_a;
DELETE FROM off WHERE a = 2 AND gate.pass() = 1;
CREATE TABLE off_copy AS SELECT gate.pass() AS a;
DO \$\$ BEGIN DROP TABLE off, off_copy; PERFORM gate.pass(); END \$\$;
SQL
}

# What is to be equal: pg_dump's text with rows in order, the cluster's objects, the validity of indexes, what ALTER SYSTEM wrote.
sub state_of
{
	my ($dump) = run_command([ 'pg_dump', '-N', 'confiture', '-N', 'gate', '-d', $node->connstr('postgres') ]);
	$dump =~ s/^\\(?:un)?restrict .*\n//mg;
	$dump =~ s{^(COPY [^\n]* FROM stdin;\n)(.*?)(^\\\.\n)}{$1 . join('', sort split(/^/m, $2)) . $3}msge;
	return $dump . ask($node, q{
		SELECT indexrelid::regclass, indisvalid, indisready, indislive FROM pg_index
		 WHERE indrelid >= 16384 OR NOT indisvalid ORDER BY indexrelid::regclass::text COLLATE "C";
		SELECT inhrelid::regclass, inhdetachpending FROM pg_inherits ORDER BY inhrelid::regclass::text COLLATE "C";
		SELECT datname FROM pg_database ORDER BY datname; SELECT spcname FROM pg_tablespace ORDER BY spcname;
		SELECT name, setting FROM pg_file_settings WHERE sourcefile ~ 'auto.conf' ORDER BY name;
		SELECT version, state FROM confiture.status ORDER BY version;
		SELECT count(*) FROM confiture.step; SELECT * FROM confiture.verify_history()});
}

sub history_since
{
	my $rows = ask($node, qq{SELECT action, version, outcome, statements, up_checksum, down_checksum FROM confiture.history
		WHERE id > $mark AND outcome = 'ok' AND action <> 'repair' ORDER BY id});
	$mark = ask($node, 'SELECT max(id) FROM confiture.history');
	return $rows;
}

# Tests that what stands now is what such a run leaves.
sub check
{
	my ($direction, $title) = @_;
	my %now = (state => state_of(), history => history_since());
	is($now{$_}, $undisturbed{$direction}{$_}, "$title, $direction: the $_ of an undisturbed run") for 'state', 'history';
}

# Runs it once in both directions.
sub run_undisturbed
{
	ask($node, q{CALL confiture.migrate('0')});
	$mark = ask($node, 'DELETE FROM gate.seen; SELECT max(id) FROM confiture.history');
	my $initial = state_of();
	for my $direction ('up', 'down')
	{
		unlike(finished(call($node, 'runner', $calls{$direction})), qr/ERROR|FATAL/, "$direction, undisturbed");
		$undisturbed{$direction} = { state => state_of(), history => history_since() };
		is(ask($node, q{SELECT string_agg(conname, ' ') FROM pg_constraint WHERE conrelid = 'child'::regclass}), $direction eq 'up' && leaves_check() ? 'child_id_check' : '',
			"$direction, undisturbed: the constraints of the partition");
	}
	is($undisturbed{down}{state}, $initial, 'downs bring everything back');
	$steps = { map { $_ => [ map { my @of = split /\|/, $_, 5; { migration => $of[0], number => $of[1], kind => $of[2], title => $of[3], statement => $of[4] } }
		split /\n/, ask($node, qq{SELECT migration, number,
			CASE WHEN path ~ '_off' AND kind = 'transaction' THEN 'transaction=off' WHEN path ~ '_enum' THEN 'enum value' ELSE kind END,
			substring(path, 'migrations/(.*)\\.$_'), split_part(statement, E'\\n', 1) FROM gate.seen WHERE action = '$_' ORDER BY } .
			($_ eq 'up' ? 'migration' : 'migration DESC') . ', number') ] } 'up', 'down' };
	return;
}

# Its steps in that direction, in order.
sub steps { return @{ $steps->{ $_[0] } } }

# A step without a probe that was begun is decided by what its procedure did.
sub settle
{
	my ($direction) = @_;
	my ($version, $number) = split /\|/, ask($node, q{SELECT migration, number FROM confiture.step WHERE state <> 'done' ORDER BY number LIMIT 1});
	my $left = ask($node, 'SELECT count(*) FROM todo WHERE done = ' . ($direction eq 'up' ? 'false' : 'true'));
	my $decision = $left eq '0' ? 'done' : 'redo';
	is(ask($node, qq{SELECT outcome FROM confiture.repair('$version', 'looked', step => $number, settle => '$decision')}), $decision,
		"settled: $decision, $left of 4 rows were left");
}

# Whether somebody stands at a gate, in SQL.
sub at_gate { return q{EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 77 AND NOT granted)} }

# What a call that failed asks for: a decision; or, which is the server's own behaviour, that the folder of a tablespace goes whose creation was
# killed, since its OID is given again. False: nothing that a person should have to do.
sub help
{
	my ($direction, $error) = @_;
	return settle($direction) if $error =~ /ERROR:  ZF054/;
	return 0 if $error !~ m{ERROR:  55006: directory "(pg_tblspc/\d+)/.*" already in use as a tablespace};
	return rmtree($node->data_dir . "/$1");
}

# Calls until somebody stands at the gate; gives the sessions of the gate and of the call.
sub reach
{
	my ($direction, $name) = @_;
	my $gate = hold($node, 'gate', "DO \$\$ BEGIN PERFORM pg_advisory_lock(77, hashtext('$name')); END \$\$");
	for (1 .. 3)
	{
		my $runner = call($node, 'runner', $calls{$direction});
		await($node, at_gate() . " OR NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $runner->{pid})");
		return ($gate, $runner) if ask($node, 'SELECT ' . at_gate()) eq 't';
		my $error = finished($runner);
		help($direction, $error) or die "the call ended before gate $name: $error";
	}
	die "gate $name was not reached";
}

# Whether the caller itself runs it.
sub in_caller { return $_[0]{kind} =~ /^transaction|^enum/ }

# What keeps a worker in the middle of its statement: a lock or a session.
sub obstacle
{
	my ($step) = @_;
	my $table = $step->{statement} =~ /off_a/ ? 'off' : 'item';
	my %locks = (
		vacuum            => 'item IN SHARE UPDATE EXCLUSIVE', detach => 'parent IN ACCESS SHARE', create_tablespace => 'pg_tablespace IN SHARE',
		drop_tablespace   => 'pg_tablespace IN SHARE', map { $_ => "$table IN ROW EXCLUSIVE" } qw(create_index drop_index reindex));
	return hold($node, 'obstacle', "BEGIN; LOCK TABLE $locks{$step->{kind}} MODE") if $locks{ $step->{kind} };
	return hold($node, 'obstacle', 'SELECT 1 WHERE false', 'kills_template') if $step->{kind} eq 'create_database';
	return hold($node, 'obstacle', 'SELECT 1 WHERE false', $step->{statement} =~ /(kills_\w+)/) if $step->{kind} eq 'drop_database';
	return;
}

# Calls until the step is at that moment: before, begin, middle, end, after; gives the session of the call, and those to be let go.
sub stop_in
{
	my ($direction, $step, $moment) = @_;
	my $id = "$direction $step->{migration}.$step->{number}";
	my $in_file = in_caller($step) || $step->{kind} =~ /^(?:call|batch)$/;
	my $worker = "confiture: $step->{title}, step $step->{number}";
	my %gates = (before => "before $id", after => "after $id", begin => "$worker begin", end => "$worker end", middle => "$worker begin");
	@gates{qw(begin middle end)} = ("in $id") x 3 if in_caller($step);
	$gates{middle} = "in $id" if $in_file;

	my ($gate, $runner) = reach($direction, $gates{$moment});
	my $obstacle = $moment eq 'middle' && !$in_file && obstacle($step) or return ($runner, $gate);
	let_go($gate);
	my $waits = $step->{kind} =~ /_database$/ ? 'true' : "$obstacle->{pid} = ANY (pg_blocking_pids(a.pid))";
	await($node, "EXISTS (SELECT FROM pg_stat_activity a WHERE a.backend_type = 'confiture' AND a.state = 'active' AND $waits) AND NOT " . at_gate());
	return ($runner, $obstacle);
}

# Until it ends well.
sub complete
{
	my ($direction) = @_;
	my $error = finished(call($node, 'runner', $calls{$direction}));
	$error = finished(call($node, 'runner', $calls{$direction})) if $error ne '' && help($direction, $error);
	unlike($error, qr/ERROR|FATAL/, "$direction: the next call goes on to the end");
}

1;
