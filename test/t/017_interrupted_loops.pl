# A cancel and a terminate end each call wherever it is, soon, and nothing of it stays.
use strict;
use warnings;

use GroundFloor;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_floor('loops', preload => 1, conf => "jit = off\nlog_statement = none\n");
my $started = ask($node, 'SELECT pg_postmaster_start_time()');

# Enough of everything that each loop over it takes its share of the call.
my $files = 400;
my $folder = PostgreSQL::Test::Utils::tempdir();
mkdir "$folder/$_" for 'schema', 'migrations', 'seeds', map { "schema/$_" } 10 .. 19;
for my $n (1 .. $files)
{
	my $comment = "-- file $n\n";
	append_to_file("$folder/schema/" . (10 + $n % 10) . "/table_$n.sql", $comment . "CREATE TABLE t_$n (n integer);\nCOMMENT ON TABLE t_$n IS 'table $n';\n");
	append_to_file("$folder/migrations/${n}_step.up.sql", $comment . "CREATE TABLE m_$n ();\n");
	append_to_file("$folder/migrations/${n}_step.down.sql", $comment . "DROP TABLE m_$n;\n");
	append_to_file("$folder/seeds/seed_$n.sql", $comment . "SELECT $n;\n") if $n <= 20;
}
system_or_bail('tar', '-C', $folder, '-czf', "$folder/project.tar.gz", 'schema', 'seeds', 'migrations');

# Runs a call and interrupts it at so many places that lie evenly among its allocations; what is done is undone. Tells how many allocations it has,
# how often it was cancelled, and how many allocations there were at most between the signal and the end.
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION ground.interrupt(setup text, call text, places integer, OUT allocations bigint, OUT cancelled integer, OUT latest bigint) LANGUAGE plpgsql AS $$
DECLARE
    place integer = 0;
BEGIN
    cancelled = 0;
    latest = 0;
    EXECUTE setup;
    FOR round IN -1 .. places - 1 LOOP
        IF round > 0 THEN place = allocations * round / places; END IF;
        BEGIN
            PERFORM ground.ground_at_allocation(place, signal => 2);
            EXECUTE call;
            SELECT counted INTO allocations FROM ground.ground_allocations();
            RAISE EXCEPTION USING ERRCODE = 'ZZZZZ';
        EXCEPTION
            WHEN query_canceled THEN
                cancelled = cancelled + 1;
                SELECT greatest(latest, behind) INTO latest FROM ground.ground_allocations();
            WHEN SQLSTATE 'ZZZZZ' THEN NULL;
        END;
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN NULL;
END $$;
CREATE FUNCTION ground.everything() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT md5(concat((SELECT string_agg(s::text, ',' ORDER BY path) FROM confiture.source AS s),
                      (SELECT string_agg(h::text, ',' ORDER BY id) FROM confiture.history AS h),
                      (SELECT string_agg(a::text, ',' ORDER BY version) FROM confiture.applied AS a),
                      (SELECT string_agg(relname, ',' ORDER BY oid) FROM pg_class)))
$$;
SQL

my $nothing = 'SELECT';
my $loaded  = "SELECT confiture.load('$folder')";
my $applied = "$loaded; SELECT confiture.migrate_up()";
my $built   = "CREATE TABLE public.snapshots AS SELECT confiture.snapshot() AS nothing; $loaded; SELECT confiture.build(); ALTER TABLE public.snapshots ADD now jsonb; "
  . 'UPDATE public.snapshots SET now = confiture.snapshot()';
my $long    = q{repeat('SELECT 1; CREATE ROLE r PASSWORD ''secret'';' || chr(10), 3000)};
my @calls = (
	[ 'load of new files',       $nothing, $loaded ],
	[ 'load of known files',     $loaded,  $loaded ],
	[ 'load_archive',            $nothing, "SELECT confiture.load_archive(pg_read_binary_file('$folder/project.tar.gz'))" ],
	[ 'put, looking for secrets', $nothing, "SELECT confiture.put('schema/r.sql', $long)" ],
	[ 'build',                   $loaded,  'SELECT confiture.build()' ],
	[ 'build_script',            $loaded,  'SELECT confiture.build_script()' ],
	[ 'schema_checksum',         $loaded,  'SELECT confiture.schema_checksum()' ],
	[ 'migrate_up',              $loaded,  'SELECT confiture.migrate_up()' ],
	[ 'migrate_up, dry',         $loaded,  'SELECT confiture.migrate_up(dry_run => true)' ],
	[ 'baseline',                $loaded,  "SELECT confiture.baseline('$files')" ],
	[ 'migrate_down',            $applied, "SELECT confiture.migrate_down(steps => $files)" ],
	[ 'migrate_status',          $applied, 'SELECT confiture.migrate_status()' ],
	[ 'verify',                  $applied, 'SELECT confiture.verify()' ],
	[ 'verify_history',          $applied, 'SELECT confiture.verify_history()' ],
	[ 'snapshot',                $built,   'SELECT confiture.snapshot()' ],
	[ 'fingerprint',             $built,   'SELECT confiture.fingerprint()' ],
	[ 'dump',                    $built,   'SELECT confiture.dump(now) FROM public.snapshots' ],
	[ 'compare, dropping all',   $built,   'SELECT confiture.compare(now, nothing) FROM public.snapshots' ],
	[ 'drift',                   $built,   'SELECT confiture.drift()' ]);

my $places = 14;
my %allocations;
for my $call (@calls)
{
	my ($name, $setup, $statement) = @$call;
	my ($all, $cancelled, $latest) = split /\|/, ask($node, "SET client_min_messages = error; SELECT * FROM ground.interrupt(\$a\$$setup\$a\$, \$b\$$statement\$b\$, $places)");
	note("$name: $all allocations, at most $latest behind a cancel");
	$allocations{$name} = $all;
	cmp_ok($all, '>', 10 * $files, "$name is a long call");
	is($cancelled, $places - 1, "$name is cancelled wherever it is");
	cmp_ok($latest, '<', 4 * $files, "$name ends soon behind a cancel: no loop over all files goes on");
}

# The states that calls begin with, each in a database of its own.
my %database = ($nothing => 'postgres');
for my $state ($loaded, $applied, $built)
{
	$database{$state} = 'state_' . keys %database;
	ask($node, "CREATE DATABASE $database{$state} TEMPLATE postgres");
	$node->safe_psql($database{$state}, $state);
}
my %before = map { $_ => scalar $node->safe_psql($_, 'SELECT ground.everything()') } values %database;

for my $call (@calls)
{
	my ($name, $setup, $statement) = @$call;
	my $database = $database{$setup} // 'postgres';
	for my $eighth (1, 3, 5, 7)
	{
		my $number = int($allocations{$name} * $eighth / 8);
		my ($output, $errors) = ('', '');
		$node->psql($database, "SET client_min_messages = error; SELECT FROM ground.ground_at_allocation($number, signal => 15); $statement;",
			stdout => \$output, stderr => \$errors, on_error_stop => 0);
		like($errors, qr/FATAL:  terminating connection due to administrator command/, "$name is terminated at $eighth eighths");
		is($output, '', 'and says nothing more');
	}
	is($node->safe_psql($database, 'SELECT ground.everything()'), $before{$database}, "$name leaves nothing behind");
}

ok($node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()}),
	'no session is left');
is(ask($node, q{SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid() AND locktype <> 'virtualxid'}), '0', 'nor a lock');
is(ask($node, 'SELECT pg_postmaster_start_time()'), $started, 'the server never restarted');
is(ask($node, "SELECT count(*) FROM confiture.load('$folder'); SELECT count(*) FROM confiture.build();"), (3 * $files + 20) . "\n$files", 'it all works when left alone');

log_is_clean($node);
done_testing();
