-- History only grows, and its chain names the first row that was changed behind our back.
SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('SELECT %s;', i)), confiture.put(format('migrations/%s_m.down.sql', i), format('SELECT -%s;', i)) FROM generate_series(1, 5) i \g /dev/null
SELECT count(*) FROM confiture.migrate_up();
SELECT version FROM confiture.migrate_down();
SELECT id, action, version, hash ~ '^3-[0-9a-f]{64}$' AS hashed FROM confiture.history ORDER BY id;
SELECT count(DISTINCT hash) FROM confiture.history;
SELECT * FROM confiture.verify_history();
-- refused to a superuser too
UPDATE confiture.history SET role = role;
DELETE FROM confiture.history WHERE id = 6;
TRUNCATE confiture.history, confiture.applied;
SET session_replication_role = replica;
DELETE FROM confiture.history WHERE id = 6;
RESET session_replication_role;
\set broken 'SELECT id, problem, regexp_replace(detail, ''[0-9a-f]{64}'', ''<hash>'') AS detail FROM confiture.verify_history();'
-- each column is covered: whoever disables the trigger and changes one is named
CREATE FUNCTION pg_temp.changed(change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE first record;
BEGIN
    ALTER TABLE confiture.history DISABLE TRIGGER guard_write;
    EXECUTE 'UPDATE confiture.history SET ' || change || ' WHERE id = 3';
    SELECT * INTO first FROM confiture.verify_history();
    RAISE 'found % %', first.id, first.problem;
EXCEPTION WHEN raise_exception THEN
    RETURN SQLERRM;
END $$;
SELECT change, pg_temp.changed(change) FROM unnest(ARRAY[
    'action = ''down''', 'version = ''9''', 'name = ''x''', 'statements = 7', 'started_at = started_at + interval ''1 microsecond''',
    'duration = duration + interval ''1 microsecond''', 'role = ''x''', 'application = ''x''', 'application = NULL', 'client = ''10.0.0.1''', 'server_version = ''x''',
    'environment = ''x''', 'reason = ''x''', 'reason = ''''', 'up_text = ''x''', 'up_text = NULL', 'down_text = ''x''', 'up_checksum = ''x''', 'down_checksum = NULL',
    'up_loaded_by = ''x''', 'down_loaded_by = ''x''', 'up_approved_by = ''x''', 'down_approved_by = ''x''', 'hash = ''x''', 'version = up_checksum, up_checksum = version',
    'outcome = ''failed''', 'sqlstate = ''42P01''', 'message = ''''', 'fingerprint_before = ''x''', 'fingerprint_after = NULL', 'down_origin = ''lossy''',
    'hash = ''1'' || substr(hash, 2)', 'hash = ''2'' || substr(hash, 2)'
]) change;
SELECT column_name FROM information_schema.columns WHERE table_schema = 'confiture' AND table_name = 'history' ORDER BY ordinal_position;
BEGIN;
ALTER TABLE confiture.history DISABLE TRIGGER guard_write;
UPDATE confiture.applied SET history = 1 WHERE history = 3;
DELETE FROM confiture.history WHERE id = 3;
:broken
ROLLBACK;
BEGIN;
ALTER TABLE confiture.history DISABLE TRIGGER guard_write;
DELETE FROM confiture.applied WHERE history = 1;
DELETE FROM confiture.history WHERE id = 1;
:broken
ROLLBACK;
-- renumbered so that no gap shows
BEGIN;
ALTER TABLE confiture.history DISABLE TRIGGER guard_write;
DELETE FROM confiture.history WHERE id = 5;
UPDATE confiture.history SET id = 5 WHERE id = 6;
:broken
ROLLBACK;
-- a cut tail shows in the server log only
BEGIN;
ALTER TABLE confiture.history DISABLE TRIGGER guard_write;
DELETE FROM confiture.history WHERE id = 6;
:broken
ROLLBACK;
-- another session's settings change nothing of the hash
SET TimeZone = 'Asia/Kathmandu';
SET DateStyle = 'German';
SET IntervalStyle = 'sql_standard';
SET client_encoding = 'LATIN1';
SET bytea_output = 'escape';
:broken
SELECT confiture.put(E'migrations/6_sp\u00e4t.sql', E'SELECT ''\u00fc'';') AS ok \gset
SELECT version FROM confiture.migrate_up();
RESET ALL;
:broken
SELECT name, up_text FROM confiture.history WHERE version = '6';
SELECT count(*) FROM confiture.history;
-- attempts that failed count for nothing: not as what applied a migration whose texts were repaired since, nor as a build
SELECT confiture.put(E'migrations/6_sp\u00e4t.sql', 'SELECT 6;') AS ok \gset
SELECT outcome FROM confiture.repair('6', 'edited');
CREATE FUNCTION pg_temp.add_failure(failed_version text, failed_action text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO confiture.history (id, action, version, name, outcome, sqlstate, message, started_at, duration, role, server_version, hash)
    SELECT coalesce(max(id), 0) + 1, failed_action, failed_version, 'failure', 'failed', '42P01', 'relation "none" does not exist', '2000-01-01', '1 hour', 'nobody', '15', '2-x' FROM confiture.history $$;
SELECT pg_temp.add_failure('6', 'up'), pg_temp.add_failure('9', 'up') \g /dev/null
SELECT version, state, applied_by = current_user AS by_us, applied_at > '2020-01-01' AS lately, duration < '1 minute' AS short FROM confiture.status WHERE version IN ('6', '9');
SELECT version, migrations FROM confiture.version;
SELECT confiture.build();
DROP EXTENSION confiture;
CREATE EXTENSION confiture;
SELECT pg_temp.add_failure(NULL, 'build'), pg_temp.add_failure('1', 'up') \g /dev/null
\set VERBOSITY terse
INSERT INTO confiture.history (id, action, outcome, started_at, duration, role, server_version, hash) VALUES (9, 'build', 'perhaps', now(), '0', 'x', '15', 'x');
INSERT INTO confiture.history (id, action, outcome, started_at, duration, role, server_version, hash) VALUES (9, 'guess', 'ok', now(), '0', 'x', '15', 'x');
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') AS ok \gset
SELECT path FROM confiture.build();
