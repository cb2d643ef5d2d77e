# Statement timeouts of ours beside the caller's, notices, and COPY inside COPY.
use strict;
use warnings;

use GroundFloor;
use Test::More;

my $node = new_floor('session');

$node->safe_psql('postgres', <<'SQL');
CREATE TABLE public.fires (n serial, at timestamptz);
CREATE FUNCTION public.note() RETURNS void LANGUAGE sql AS 'INSERT INTO public.fires (at) SELECT ground_statement_timeout()';
-- What fires before a script with a timeout of ours, in it, and after it: as one statement, so that the caller's is armed once.
CREATE FUNCTION public.around(script text, milliseconds integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE callers timestamptz = ground_statement_timeout(); began timestamptz = clock_timestamp(); result text;
BEGIN
    TRUNCATE public.fires;
    BEGIN
        PERFORM ground_script(script, milliseconds);
    EXCEPTION WHEN OTHERS OR query_canceled THEN result = SQLSTATE || ' ' || SQLERRM;
    END;
    RETURN concat_ws(', ', result,
        (SELECT string_agg(CASE WHEN at IS NULL THEN 'none' WHEN at = callers THEN 'the caller''s'
                                WHEN at >= began + milliseconds * interval '1 ms' AND at <= clock_timestamp() + milliseconds * interval '1 ms' THEN 'ours'
                                ELSE at::text END, ', ' ORDER BY n) FROM public.fires),
        CASE WHEN ground_statement_timeout() IS NOT DISTINCT FROM callers THEN 'as before' ELSE 'changed' END);
END $$;
SQL

sub around
{
	my ($callers, $script, $ours) = @_;
	return ask($node, "SET statement_timeout = '$callers'; SELECT around(\$script\$$script\$script\$, $ours)");
}

my $note = 'SELECT public.note()';
is(around('0',   $note, 0),         'none, as before',         'no timeout is armed where nobody wants one');
is(around('0',   $note, 3_600_000), 'ours, as before',         'ours is armed around a statement, and gone behind it');
is(around('2h',  $note, 3_600_000), 'ours, as before',         "ours goes first where the caller's is later, which is armed again for its own time");
is(around('10min', $note, 3_600_000), "the caller's, as before", "ours never goes beyond the caller's");
is(around('2h',  $note, 0),         "the caller's, as before", "without one of ours the caller's is left alone");
is(around('2h',  "$note; $note", 3_600_000), 'ours, ours, as before', 'each statement has its own');
is(ask($node, q{SET statement_timeout = '2h'; SELECT around('SELECT public.note(); SELECT pg_sleep(0.01); SELECT public.note()', 3600000) \g /dev/null
	SELECT max(at) - min(at) >= interval '10 ms' FROM fires}), 't', 'which begins with it');
is(around('2h', 'SELECT 1 / 0', 3_600_000), '22012 division by zero, as before', "the caller's is armed again behind an error");
is(around('2h', "$note; SELEC", 3_600_000), '42601 syntax error at or near "SELEC", as before', 'and behind one of the parser');
is(around('2h', "SELECT ground_throw('bad_alloc')", 3_600_000), '53200 out of memory, as before', 'and behind an exception');

for my $callers ('0', '2h')
{
	is(around($callers, 'SELECT pg_sleep(60)', 20), '57014 canceling statement due to statement timeout, as before',
		"a statement that takes too long is cancelled, with $callers of the caller's");
	is(around($callers, 'CALL ground_outlast_timeout()', 20), '57014 canceling statement due to statement timeout, as before',
		"so is one that does not look, as soon as it ends, with $callers of the caller's");
}
is(ask($node, <<'SQL'), 't t t t', 'a script inside a script narrows what it finds, and gives it back');
TRUNCATE fires;
SET statement_timeout = '3h';
SELECT ground_script($$
    SELECT public.note();
    SELECT ground_script('SELECT public.note()', 3600000), public.note();
    SELECT ground_script('SELECT public.note()', 9000000), public.note()$$, 7200000) \g /dev/null
SELECT concat_ws(' ', f[2] < f[1], f[3] > f[1], f[4] = f[5], f[5] > f[3]) FROM (SELECT array_agg(at ORDER BY n) AS f FROM fires) AS all_fires;
SQL
like(complaint($node, q{SET statement_timeout = '100ms'; SELECT ground_script('SELECT pg_sleep(60)', 3600000)}),
	qr/^ERROR:  57014: canceling statement due to statement timeout$/m, "the caller's cancels a statement of ours");
like(complaint($node, q{SET statement_timeout = '100ms'; SELECT ground_script('SELECT 1', 50), ground_script('SELECT pg_sleep(60)')}),
	qr/^ERROR:  57014: canceling statement due to statement timeout$/m, "and what comes after ours was armed");

# Notices.
is(complaint($node, q{SELECT ground_say('notice', '100% of "é"', 'Its hint.'), ground_say('warning', 'beware', '')}),
	qq{NOTICE:  00000: 100% of "é"\nHINT:  Its hint.\nWARNING:  01000: beware\n}, 'notices and warnings reach the client');
is(complaint($node, q{SET client_min_messages = warning; SELECT ground_say('notice', 'unheard', '')}), '', 'a client need not listen');
unlike(complaint($node, q{SET client_min_messages = log; SET log_min_messages = log; SELECT ground_say('log', 'a line for the log, 100% of it', '')}),
	qr/: a line/, 'what is for the log is not for the client');
like(PostgreSQL::Test::Utils::slurp_file($node->logfile), qr/LOG:  a line for the log, 100% of it$/m, 'it stands in the log');

# A trigger of one COPY may run another, which may fail.
$node->safe_psql('postgres', <<'SQL');
SET search_path = public;
CREATE TABLE inner_rows (n integer);
CREATE TABLE outer_rows (n integer, t text);
CREATE FUNCTION nest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ground_script(format(E'COPY inner_rows FROM stdin;\n%s\n\\.\n', NEW.t));
    RETURN NEW;
EXCEPTION WHEN invalid_text_representation THEN RETURN NEW;
END $$;
CREATE TRIGGER nest BEFORE INSERT ON outer_rows FOR EACH ROW EXECUTE FUNCTION nest();
SQL
is(ask($node, <<'SQL'), "2000|2001000\n1000|1000000", 'COPY goes on behind one that was nested in it, whether that failed or not');
SELECT ground_script(E'COPY outer_rows FROM stdin;\n' ||
    (SELECT string_agg(format(E'%s\t%s\n', n, CASE WHEN n % 2 = 1 THEN n::text ELSE 'not a number, but ' || repeat('a long text ', 50) END), '' ORDER BY n)
       FROM generate_series(1, 2000) AS n) || E'\\.\n');
SELECT count(*), sum(n) FROM outer_rows;
SELECT count(*), sum(n) FROM inner_rows;
SQL

log_is_clean($node);
done_testing();
