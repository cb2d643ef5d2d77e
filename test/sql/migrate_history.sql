-- History only grows, and its chain names the first row that was changed behind our back.
SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('SELECT %s;', i)), confiture.put(format('migrations/%s_m.down.sql', i), format('SELECT -%s;', i)) FROM generate_series(1, 5) i \g /dev/null
SELECT count(*) FROM confiture.migrate_up();
SELECT version FROM confiture.migrate_down();
SELECT id, action, version, hash ~ '^1-[0-9a-f]{64}$' AS hashed FROM confiture.history ORDER BY id;
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
    'up_loaded_by = ''x''', 'down_loaded_by = ''x''', 'up_approved_by = ''x''', 'down_approved_by = ''x''', 'hash = ''x''', 'version = up_checksum, up_checksum = version'
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
