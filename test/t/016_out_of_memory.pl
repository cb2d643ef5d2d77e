# Each allocation of each call fails once: it ends as 53200, nothing of it stays, and the session and the server go on.
use strict;
use warnings;

use GroundFloor;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_floor('memory', preload => 1, conf => "jit = off\n");
my $started = ask($node, 'SELECT pg_postmaster_start_time()');

# An error that does not fit into memory a second time is still an error, and one that can be caught.
is(ask($node, q{SELECT ground_at_allocation(0, bytes => 2000000) \g /dev/null
	SELECT field, length(value) FROM ground_attempt('SELECT ground_raise_large(4000000)') WHERE field = 'detail';
	SELECT counted >= 4 FROM ground_allocations()}), "detail|4000000\nt", 'a large error is caught whole where there is memory');
my @states = map {
	my ($output, $errors) = ('', '');
	$node->psql('postgres', qq{SELECT FROM ground_at_allocation($_, bytes => 2000000);
		SELECT ground_attempt_state('SELECT ground_raise_large(4000000)');
		SELECT 'goes on'}, stdout => \$output, stderr => \$errors, on_error_stop => 0);
	$output =~ s/\s*goes on\z// or fail('the session goes on');
	$errors =~ /ERROR:  out of memory$/ ? 'thrown' : $output;
} 1 .. 12;
like("@states", qr/\A(?:53200 ){4,}thrown (?:22023 ?)+\z/,
	"where there is none it is 53200, and caught, but for that of C++'s own copy, which passes through attempt()");

# A project in a folder of the server and in an archive.
my $folder = PostgreSQL::Test::Utils::tempdir();
my %files = (
	'schema/10_base/10_types.sql' => "CREATE TYPE colour AS ENUM ('red', 'green');\n-- a role that nobody makes:\n-- CREATE ROLE x PASSWORD 'y';\n",
	'schema/10_base/20_tables.sql' => "CREATE TABLE paint (id integer PRIMARY KEY, c colour, mix integer REFERENCES paint DEFERRABLE INITIALLY DEFERRED);\n" .
	  "CREATE INDEX ON paint (c);\nCOPY paint FROM stdin;\n1\tred\t2\n2\tgreen\t1\n\\.\n",
	'schema/20_views.sql'         => "SET search_path = public;\nCREATE VIEW red AS SELECT * FROM paint WHERE c = 'red';\n",
	'seeds/10_paint.sql'          => "INSERT INTO paint VALUES (3, 'red', NULL);\n",
	'migrations/1_one.up.sql'     => "-- confiture: lock_timeout=5s\nCREATE TABLE one ();\n",
	'migrations/1_one.down.sql'   => "DROP TABLE one;\n",
	'migrations/2_two.up.sql'     => "-- confiture: requires=1\nALTER TABLE one ADD COLUMN n integer;\nINSERT INTO one VALUES (1);\n",
	'migrations/2_two.down.sql'   => "ALTER TABLE one DROP COLUMN n;\n",
	'migrations/3_three.sql'      => "CREATE TABLE three ();\n");
mkdir "$folder/$_" for 'schema', 'schema/10_base', 'seeds', 'migrations';
append_to_file("$folder/$_", $files{$_}) for keys %files;
system_or_bail('tar', '-C', $folder, '-czf', "$folder/project.tar.gz", 'schema', 'seeds', 'migrations');

# Runs a call once for each of its allocations, which fails, up to so many of them; what is done is undone. Anything but 53200, or what
# the libraries below say for want of memory, is an outcome of its own; a call that can do without an allocation must do the same as without that.
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION ground.everything() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT md5(concat(
        (SELECT string_agg(concat_ws(' ', path, checksum, content, origin, loaded_by, approved_by), ',' ORDER BY path) FROM confiture.source),
        (SELECT string_agg(e::text, ',' ORDER BY name) FROM confiture.environment AS e),
        (SELECT string_agg(concat_ws(' ', id, action, version, up_checksum, down_checksum), ',' ORDER BY id) FROM confiture.history),
        (SELECT string_agg(a::text, ',' ORDER BY version) FROM confiture.applied AS a),
        (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace)))
$$;
CREATE FUNCTION ground.sweep(setup text, call text, most integer, OUT allocations bigint, OUT outcomes jsonb) LANGUAGE plpgsql AS $$
DECLARE
    undo CONSTANT text = 'ZZZZZ';
    number integer = 0;
    outcome text;
    detail text;
    expected text;
BEGIN
    outcomes = '{}';
    EXECUTE setup;
    FOR round IN -1 .. most LOOP
        IF round > 0 THEN
            number = CASE WHEN round <= most / 2 THEN round ELSE most / 2 + (allocations - most / 2) * (round - most / 2) / (most - most / 2) END;
            EXIT WHEN number > allocations;
        END IF;
        BEGIN
            PERFORM ground.ground_at_allocation(number);
            EXECUTE call;
            allocations = (SELECT counted FROM ground.ground_allocations());
            expected = coalesce(expected, ground.everything());
            RAISE EXCEPTION USING ERRCODE = CASE WHEN expected = ground.everything() THEN undo ELSE 'ZZZZY' END;
        EXCEPTION WHEN OTHERS THEN
            PERFORM ground.ground_allocations();
            GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
            outcome = CASE WHEN number = 0 AND SQLSTATE = undo THEN 'unharmed'
                           WHEN SQLSTATE IN ('53200', undo) THEN SQLSTATE
                           WHEN SQLERRM = 'regular expression failed: out of memory' OR detail = 'libarchive says: gzip decompression failed' THEN '53200'
                           ELSE format('%s %s %s at %s of %s', SQLSTATE, SQLERRM, detail, number, allocations) END;
            outcomes = outcomes || jsonb_build_object(outcome, coalesce((outcomes ->> outcome)::int, 0) + 1);
        END;
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = undo;
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN NULL;
END $$;
SQL

my $nothing = 'SELECT';
my $loaded  = "SELECT confiture.load('$folder')";
my $built   = "$loaded; SELECT confiture.build()";
my $applied = "$loaded; SELECT confiture.migrate_up('2')";
my $edited  = "$applied; SELECT confiture.put('migrations/2_two.up.sql', 'SELECT 2')";
my $password = q{SELECT confiture.put('schema/r.sql', 'SELECT 1; CREATE ROLE r PASSWORD ''secret''; SELECT ''unended')};
my @calls = (
	[ $nothing, $loaded ],
	[ $loaded,  $loaded ],
	[ $nothing, "SELECT confiture.load_archive(pg_read_binary_file('$folder/project.tar.gz'))" ],
	[ $nothing, $password ],
	[ $loaded,  "SELECT confiture.remove('seeds/10_paint.sql')" ],
	[ $loaded,  "SELECT confiture.approve(path, checksum) FROM confiture.source" ],
	[ $nothing, "SELECT confiture.environment_set('e', '{schema/**}', '{**/20*}', 'public', NULL, true)" ],
	[ $loaded,  q{SELECT confiture.build()} ],
	[ $loaded,  q{SELECT confiture.build(dry_run => true)} ],
	[ $loaded,  q{SELECT confiture.build_script(), confiture.schema_checksum()} ],
	[ $loaded,  q{SELECT confiture.migrate_up()} ],
	[ $applied, q{SELECT confiture.migrate_up(dry_run => true)} ],
	[ $loaded,  q{SELECT confiture.baseline('2', 'why')} ],
	[ $applied, q{SELECT confiture.migrate_down(steps => 2)} ],
	[ $edited,  q{SELECT confiture.repair('2', 'why')} ],
	[ $edited,  q{SELECT * FROM confiture.status, confiture.verify(), confiture.version} ],
	[ $applied, q{SELECT confiture.verify_history()} ]);

for my $call (@calls)
{
	my ($setup, $statement) = @$call;
	my ($allocations, $outcomes) = split /\|/, ask($node, "SET client_min_messages = error; SELECT * FROM ground.sweep(\$a\$$setup\$a\$, \$b\$$statement\$b\$, 600)");
	my $short = $statement =~ s/\Q$folder\E/.../r;
	note("$short: $allocations allocations, $outcomes");
	like($outcomes, qr/\A\{"53200": \d+, (?:"ZZZZZ": \d+, )?"unharmed": 2\}\z/, "$short fails as 53200 for want of memory, and in no other way");
}

# Where memory stays short for some time, the way out of a call has none either.
$node->safe_psql('postgres', $loaded);
for my $fails (3, 50)
{
	for my $statement ($loaded, 'SELECT confiture.build()', 'SELECT confiture.migrate_up()', 'SELECT * FROM confiture.status')
	{
		my $script = 'SET client_min_messages = error;';
		$script .= "SELECT FROM ground_at_allocation(3 * $_, $fails); BEGIN; $statement \\g /dev/null\nROLLBACK; SELECT FROM ground_allocations();\n" for 1 .. 80;
		my $said = complaint($node, $script);
		my %said;
		$said =~ s/could not load library "[^"]+": out of memory/out of memory/g;
		$said{$_}++ for $said =~ /^[A-Z]+:  \w{5}: .*$/mg;
		cmp_ok(delete $said{'ERROR:  53200: out of memory'}, '>', 20, ($statement =~ s/\Q$folder\E/.../r) . " survives $fails failures in a row");
		# Nor may there be any for the error, of which no more is told then.
		delete $said{'ERROR:  53200: out of memory while an error was caught'};
		# ROLLBACK itself may have had no memory.
		delete $said{'ERROR:  25P02: current transaction is aborted, commands ignored until end of transaction block'};
		is_deeply(\%said, {}, 'and says nothing else');
	}
}
$node->safe_psql('postgres', 'SELECT confiture.remove(path) FROM confiture.source');

is(ask($node, q{SELECT count(*) FROM confiture.source, confiture.history}), '0', 'nothing stays of all that');
is(ask($node, "SELECT count(*) > 0 FROM confiture.load('$folder'); SELECT count(*) FROM confiture.build();"), "t\n3", 'it all works where there is memory');
is(ask($node, 'SELECT pg_postmaster_start_time()'), $started, 'the server never restarted');

# The server's own words for want of memory in the middle of an abort.
log_is_clean($node, qr/Abort(?:Sub)?Transaction while in ABORT state/);
done_testing();
