# A hundred thousand caught errors leave no memory behind: not the server's, not that of C++.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('memory');

my $number = 100_000;

# Left by each error, 144 bytes (what FreeErrorData forgets) would be 14 MB; what the caches of a session do is far below this.
my $most = 1_000_000;

$node->safe_psql('postgres', <<'SQL');
SET search_path = ground;
CREATE TYPE unprintable;
CREATE FUNCTION unprintable_in(cstring) RETURNS unprintable LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION unprintable_out(unprintable) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'shell_out';
CREATE TYPE unprintable (input = unprintable_in, output = unprintable_out, like = int4);

CREATE TYPE bytes AS (contexts bigint, malloc bigint, resident bigint);
CREATE FUNCTION in_use() RETURNS bytes LANGUAGE sql VOLATILE AS $$
    SELECT (SELECT sum(used_bytes) FROM pg_backend_memory_contexts), ground.ground_malloc(),
           4096 * split_part(pg_read_file('/proc/self/statm'), ' ', 2)::bigint
$$;
CREATE FUNCTION errors_of_c(kind text, number integer) RETURNS void LANGUAGE sql VOLATILE AS 'SELECT ground.ground_caught(kind, number)';

-- Errors that leave the boundary and are caught by SQL.
CREATE FUNCTION errors_of_sql(kind text, number integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE what text = split_part(kind, ' ', 2);
BEGIN
    FOR i IN 1 .. number LOOP
        BEGIN
            IF what = 'server' THEN PERFORM ground.ground_pass('SELECT 1 / 0');
            ELSE PERFORM ground.ground_throw(what);
            END IF;
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
END $$;

-- What a number of errors leaves in use, inside of the transaction that saw them: the caches are filled by some beforehand.
CREATE FUNCTION left_behind(kind text, number integer) RETURNS bytes LANGUAGE plpgsql AS $$
DECLARE before ground.bytes; after ground.bytes;
    call text = CASE WHEN kind LIKE 'boundary %' THEN 'errors_of_sql' ELSE 'errors_of_c' END;
BEGIN
    FOR round IN 1 .. 2 LOOP
        EXECUTE format('SELECT ground.%I(%L, 1000)', call, kind);
        before = ground.in_use();
    END LOOP;
    EXECUTE format('SELECT ground.%I(%L, %s)', call, kind, number);
    after = ground.in_use();
    RETURN ROW(after.contexts - before.contexts, after.malloc - before.malloc, after.resident - before.resident);
END $$;
SQL

# Each kind is caught in another place: by a subtransaction of ours, by the guard alone, by SQL behind the boundary.
my @kinds = ('attempt', 'attempt, island', 'guard', 'exception', 'query', 'unprintable', 'script', 'statement',
	'boundary server', 'boundary problem', 'boundary bad_alloc', 'boundary number');
for my $kind (@kinds)
{
	my ($contexts, $malloc, $resident) = split /\|/, ask($node, "SELECT * FROM left_behind('$kind', $number)");
	note("$kind: contexts $contexts, malloc $malloc, resident $resident");
	cmp_ok($contexts, '<', $most, "$number errors, kind \"$kind\", leave nothing in memory contexts");
	cmp_ok($malloc, '<', $most, "$number errors, kind \"$kind\", leave nothing in the heap");
	cmp_ok($resident, '<', 4 * $most, "$number errors, kind \"$kind\", do not make the process grow");
}

# The scale works: it sees what is left on purpose.
my ($seen) = split /\|/, ask($node, q{SELECT (in_use()).malloc AS before \gset
	SELECT set_config('test.big', repeat('x', 5000000), false) \g /dev/null
	SELECT (in_use()).malloc - :before});
cmp_ok($seen, '>=', 4_000_000, 'what is left would be seen');

log_is_clean($node);
done_testing();
