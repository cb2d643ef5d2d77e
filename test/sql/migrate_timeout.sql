-- Timeouts go around each statement of a file, and the caller's own still runs behind it.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
-- build has them
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nSELECT pg_sleep(600);\n') AS ok \gset
SET confiture.statement_timeout = '300ms';
SELECT path FROM confiture.build();
RESET confiture.statement_timeout;
SELECT confiture.remove('schema/a.sql') \g /dev/null
-- a migration's directive
SELECT confiture.put('migrations/1_slow.sql', E'-- confiture: statement_timeout=300ms\nCREATE TABLE t (a int);\nSELECT pg_sleep(600);\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
\echo :SQLSTATE
:nothing
-- the setting, which the directive overrides
SELECT confiture.put('migrations/1_slow.sql', E'CREATE TABLE t (a int);\nSELECT pg_sleep(600);\n') AS ok \gset
SET confiture.statement_timeout = '300ms';
SELECT version FROM confiture.migrate_up();
-- each statement has all of the time
SELECT confiture.put('migrations/1_slow.sql', E'CREATE TABLE t (a int);\n' || repeat(E'SELECT pg_sleep(0.1);\n', 25)) AS ok \gset
SET confiture.statement_timeout = '2s';
BEGIN;
SELECT version, statements FROM confiture.migrate_up();
ROLLBACK;
RESET confiture.statement_timeout;
-- the caller's statement_timeout is for the whole call
SELECT confiture.put('migrations/1_slow.sql', E'-- confiture: statement_timeout=1min\nCREATE TABLE t (a int);\n' || E'SELECT pg_sleep(600);\n') AS ok \gset
SET statement_timeout = '500ms';
SELECT version FROM confiture.migrate_up();
\echo :SQLSTATE
RESET statement_timeout;
:nothing
-- in the same command it goes on behind a call that failed, and behind one that did not
SELECT confiture.put('migrations/1_slow.sql', E'-- confiture: statement_timeout=300ms\nSELECT pg_sleep(600);\n') AS ok \gset
SET statement_timeout = '2s';
DO $$
BEGIN
    BEGIN
        PERFORM confiture.migrate_up();
    EXCEPTION WHEN query_canceled THEN
        RAISE NOTICE 'stopped by ours';
    END;
    PERFORM pg_sleep(600);
END $$;
SELECT confiture.put('migrations/1_slow.sql', E'-- confiture: statement_timeout=300ms\nSELECT 1;\n') AS ok \gset
DO $$
BEGIN
    PERFORM confiture.migrate_up();
    RAISE NOTICE 'done';
    PERFORM pg_sleep(600);
END $$;
RESET statement_timeout;
:nothing
-- nothing of ours runs on behind the call
SELECT confiture.put('migrations/1_slow.sql', E'-- confiture: statement_timeout=500ms\nSELECT 1;\n') AS ok \gset
SELECT version, pg_sleep(0.6) FROM confiture.migrate_up();
SELECT pg_sleep(0.6);
-- COPY, deferred triggers and functions are stopped too
SELECT confiture.put('migrations/2_copy.sql', $file$-- confiture: statement_timeout=300ms
CREATE TABLE t (a int);
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN new; END $$;
CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow();
COPY t FROM stdin;
1
\.
$file$) AS ok \gset
SELECT version FROM confiture.migrate_up();
