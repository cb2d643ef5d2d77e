-- A file that confiture runs leaves confiture alone, also when a superuser runs it, and also where nested SQL tries.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
-- answers with the words that a migration of this text is refused with
CREATE FUNCTION pg_temp.try(text, OUT refused text, OUT hint text, OUT context text) LANGUAGE plpgsql AS $$
DECLARE state text;
BEGIN
    PERFORM confiture.put('migrations/1_try.sql', E'CREATE TABLE made (a int);\n' || $1 || E'\n');
    BEGIN
        PERFORM confiture.migrate_up();
        RAISE 'passed';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS refused = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT, state = RETURNED_SQLSTATE;
        refused := state || ' ' || refused;
        context := substring(context from 'migrations/[^\n]*');
    END;
END $$;
\pset format unaligned
-- the words around the message
SELECT t.* FROM unnest(ARRAY['DROP EXTENSION confiture;', 'DELETE FROM confiture.source;', 'SELECT confiture.build();']) text, pg_temp.try(text) t;
-- statements on the extension and its objects
SELECT text, refused FROM unnest(ARRAY[
    'DROP EXTENSION confiture;',
    'DROP EXTENSION confiture CASCADE;',
    'ALTER EXTENSION confiture UPDATE;',
    'ALTER EXTENSION confiture DROP TABLE confiture.history;',
    'ALTER EXTENSION confiture ADD TABLE made;',
    'CREATE EXTENSION confiture;',
    'DROP SCHEMA confiture CASCADE;',
    'ALTER SCHEMA confiture RENAME TO other;',
    'ALTER SCHEMA confiture OWNER TO CURRENT_USER;',
    'DROP TABLE confiture.history CASCADE;',
    'ALTER TABLE confiture.history DISABLE TRIGGER guard_write;',
    'ALTER TABLE confiture.history DISABLE TRIGGER ALL;',
    'ALTER TABLE confiture.history ADD COLUMN a int;',
    'ALTER TABLE confiture.history DROP COLUMN hash;',
    'ALTER TABLE confiture.history ALTER COLUMN hash DROP NOT NULL;',
    'ALTER TABLE confiture.history ALTER COLUMN hash SET DEFAULT ''x'';',
    'ALTER TABLE confiture.history DROP CONSTRAINT history_pkey CASCADE;',
    'ALTER TABLE confiture.history DROP CONSTRAINT history_outcome_check;',
    'ALTER TABLE confiture.history ADD CONSTRAINT c CHECK (true);',
    'ALTER TABLE confiture.history RENAME TO h;',
    'ALTER TABLE confiture.history SET SCHEMA public;',
    'ALTER TABLE confiture.history SET UNLOGGED;',
    'ALTER TABLE confiture.history ENABLE ROW LEVEL SECURITY;',
    'ALTER TABLE confiture.history CLUSTER ON history_pkey;',
    'DROP TRIGGER guard_write ON confiture.history;',
    'ALTER TRIGGER guard_write ON confiture.history RENAME TO g;',
    'CREATE TRIGGER t BEFORE INSERT ON confiture.history FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();',
    'CREATE INDEX i ON confiture.history (lower(version));',
    'SET search_path = confiture; ALTER TABLE history ADD COLUMN a int;',
    'CREATE RULE r AS ON INSERT TO confiture.history DO INSTEAD NOTHING;',
    'CREATE POLICY p ON confiture.history;',
    'DROP FUNCTION confiture.guard_write() CASCADE;',
    'ALTER FUNCTION confiture.guard_write() RENAME TO g;',
    'CREATE OR REPLACE FUNCTION confiture.guard_write() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NULL; END'';',
    'DROP VIEW confiture.status;',
    'CREATE OR REPLACE VIEW confiture.status AS SELECT * FROM confiture.migrate_status() WHERE false;',
    'DROP INDEX confiture.history_pkey;',
    'DO $do$ BEGIN EXECUTE ''DROP EXTENSION confiture''; END $do$;',
    'DO $do$ BEGIN ALTER TABLE confiture.applied DISABLE TRIGGER ALL; END $do$;'
]) WITH ORDINALITY AS statements (text, n), pg_temp.try(text) ORDER BY n;
-- writes to its tables
SELECT text, refused FROM unnest(ARRAY[
    'INSERT INTO confiture.applied VALUES (''9'', 1);',
    'INSERT INTO confiture.source SELECT ''schema/x.sql'', ''x'', ''x'', ''put'', now(), ''postgres'';',
    'UPDATE confiture.environment SET owner = NULL;',
    'UPDATE confiture.history SET role = ''x'';',
    'DELETE FROM confiture.history;',
    'DELETE FROM confiture.generation;',
    'TRUNCATE confiture.history CASCADE;',
    'TRUNCATE confiture.source;',
    E'COPY confiture.applied FROM stdin;\n9\t1\n\\.',
    E'COPY confiture.source (path, content) FROM stdin;\n\\.',
    'DO $do$ BEGIN DELETE FROM confiture.applied; END $do$;',
    'SET session_replication_role = replica; DELETE FROM confiture.applied;',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS ''DELETE FROM confiture.source; SELECT 1''; SELECT f();',
    'WITH gone AS (DELETE FROM confiture.source RETURNING 1) SELECT 1;',
    'MERGE INTO confiture.applied a USING made ON true WHEN MATCHED THEN DELETE;'
]) WITH ORDINALITY AS statements (text, n), pg_temp.try(text) ORDER BY n;
-- calls of what would change it, or run files inside of a file
SELECT text, refused FROM unnest(ARRAY[
    'SELECT confiture.build();',
    'SELECT confiture.migrate_up();',
    'SELECT confiture.migrate_up(dry_run => true);',
    'SELECT confiture.migrate_down();',
    'SELECT confiture.baseline(''1'');',
    'SELECT confiture.repair(''1'', ''because'');',
    'SELECT confiture.put(''schema/x.sql'', '''');',
    'SELECT confiture.remove(''schema/x.sql'');',
    'SELECT confiture.approve(''schema/x.sql'', '''');',
    'SELECT confiture.load(''/tmp'');',
    'SELECT confiture.load_archive('''');',
    'SELECT confiture.environment_set(''x'');',
    'SELECT confiture.environment_remove(''x'');',
    'DO $do$ BEGIN PERFORM confiture.build(); EXCEPTION WHEN OTHERS THEN RAISE; END $do$;'
]) WITH ORDINALITY AS statements (text, n), pg_temp.try(text) ORDER BY n;
:nothing
\pset format aligned
-- a refused statement that the file swallows has done nothing
SELECT confiture.put('migrations/1_try.sql', $file$
DO $$ BEGIN DELETE FROM confiture.source; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '%', SQLERRM; END $$;
DO $$ BEGIN PERFORM confiture.migrate_up(); EXCEPTION WHEN OTHERS THEN RAISE NOTICE '%', SQLERRM; END $$;
DO $$ BEGIN DELETE FROM confiture.source; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '%', SQLERRM; END $$;
$file$) AS ok \gset
BEGIN;
SELECT version, statements FROM confiture.migrate_up();
ROLLBACK;
-- reading is free, and so are grants
SELECT confiture.put('migrations/1_try.sql', $file$
DO $$ BEGIN ASSERT (SELECT count(*) FROM confiture.status) = 1; ASSERT (SELECT count(*) FROM confiture.verify()) = 0; END $$;
CREATE VIEW watched AS SELECT version, state FROM confiture.status;
GRANT SELECT ON confiture.history TO pg_monitor;
GRANT USAGE ON SCHEMA confiture TO pg_monitor;
GRANT EXECUTE ON FUNCTION confiture.verify() TO pg_monitor;
COMMENT ON SCHEMA public IS 'ours';
$file$) AS ok \gset
BEGIN;
SELECT version, statements FROM confiture.migrate_up();
SELECT * FROM watched;
ROLLBACK;
-- what pg_dump writes of us is skipped
SELECT confiture.put('migrations/1_try.sql', $file$
CREATE EXTENSION IF NOT EXISTS confiture WITH SCHEMA pg_catalog;
COMMENT ON EXTENSION confiture IS 'builds';
CREATE TABLE t (a int);
$file$) AS ok \gset
SELECT version, statements FROM confiture.migrate_up();
-- outside of a run, a superuser does what he likes, but history only grows
UPDATE confiture.history SET role = 'x';
DELETE FROM confiture.history;
TRUNCATE confiture.history CASCADE;
\echo :SQLSTATE
INSERT INTO confiture.environment VALUES ('x', '{**}', '{}', 'public', NULL, false, '', 'postgres');
DELETE FROM confiture.environment;
