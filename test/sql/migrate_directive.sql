-- Directives at the head of a migration: obeyed, or refused with path and line before anything runs.
CREATE FUNCTION pg_temp.try(text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE message text; detail text; hint text; context text;
BEGIN
    PERFORM confiture.put('migrations/1_try.up.sql', $1);
    BEGIN
        PERFORM confiture.migrate_up();
        RETURN 'applied ' || (SELECT statements FROM confiture.history ORDER BY id DESC LIMIT 1);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || message, nullif(detail, ''), nullif(hint, ''), substring(context from 'migrations/[^\n]*$'));
    END;
END $$;
\pset format unaligned
\pset tuples_only on
SELECT E'\n' || text || E'\n=> ' || pg_temp.try(text) FROM unnest(ARRAY[
    E'-- confiture: nosuch=1\nSELECT 1;',
    E'-- a comment\n\n-- confiture: role\nSELECT 1;',
    E'-- confiture: transaction=maybe\nSELECT 1;',
    E'-- confiture: transaction=on\n-- confiture: transaction=off\nSELECT 1;',
    E'-- confiture: transaction=off\nSELECT 1;',
    E'-- confiture: lock_timeout=soon\nSELECT 1;',
    E'-- confiture: statement_timeout=-1\nSELECT 1;',
    E'-- confiture: irreversible=perhaps\nSELECT 1;',
    E'-- confiture: requires=1_try\nSELECT 1;',
    E'-- confiture: requires=1\nSELECT 1;',
    E'-- confiture: requires=2\nSELECT 1;',
    E'-- confiture: renamed from x\nSELECT 1;',
    E'/* block */\n-- confiture: role=x\nSELECT 1;',
    E'SELECT 1;\n-- confiture: lock_timeout=1s\nSELECT 2;',
    E'SELECT 1;\n\n-- confiture: lock_timeout=1s\n',
    E'SELECT 1; -- confiture: lock_timeout=1s',
    E'\\restrict x\n-- confiture: lock_timeout=1s\nSELECT 1;\n\\unrestrict x',
    E'-- confiture: role=regress_nobody\nSELECT 1;'
]) AS text;
-- a down
SELECT confiture.put('migrations/1_try.down.sql', E'-- confiture: irreversible=true\nSELECT 1;') \g /dev/null
BEGIN;
SELECT pg_temp.try('SELECT 1');
\set VERBOSITY terse
SELECT version FROM confiture.migrate_down();
\set VERBOSITY default
ROLLBACK;
SELECT confiture.put('migrations/1_try.down.sql', E'SELECT 1;\n-- confiture: role=x\n') \g /dev/null
BEGIN;
SELECT pg_temp.try('SELECT 1');
SELECT version FROM confiture.migrate_down();
ROLLBACK;
SELECT count(*) FROM confiture.history;
-- what is obeyed, repeated or in odd dress
SELECT confiture.remove('migrations/1_try.down.sql') \g /dev/null
BEGIN;
SELECT pg_temp.try(E'\n--\n  --Confiture:  TRANSACTION = On  \n-- confiture: transaction=on\n-- confiture: lock_timeout=1min\nDO $$ BEGIN RAISE NOTICE ''%'', current_setting(''lock_timeout''); END $$;');
ROLLBACK;
BEGIN;
SELECT pg_temp.try(E'DO $$ BEGIN RAISE NOTICE ''%'', current_setting(''lock_timeout''); END $$;');
ROLLBACK;
BEGIN;
SET lock_timeout = '2s';
SELECT pg_temp.try(E'DO $$ BEGIN RAISE NOTICE ''%'', current_setting(''lock_timeout''); END $$;');
ROLLBACK;
-- a down's directives are its own
SELECT confiture.put('migrations/1_try.down.sql', E'-- confiture: lock_timeout=3ms\nDO $$ BEGIN RAISE NOTICE ''%'', current_setting(''lock_timeout''); END $$;') \g /dev/null
BEGIN;
SELECT pg_temp.try('SELECT 1');
SELECT version FROM confiture.migrate_down();
ROLLBACK;
\pset tuples_only off
\pset format aligned

-- role=; the files are a superuser's, so that whoever calls may run them
CREATE ROLE regress_directive_owner;
CREATE ROLE regress_directive_user;
GRANT regress_directive_owner TO regress_directive_user;
GRANT CREATE ON SCHEMA public TO regress_directive_owner;
GRANT USAGE ON SCHEMA confiture TO regress_directive_user;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_directive_user;
SELECT confiture.remove('migrations/1_try.up.sql'), confiture.remove('migrations/1_try.down.sql') \g /dev/null
\set up 'SET SESSION AUTHORIZATION regress_directive_user; SELECT version, statements FROM confiture.migrate_up(); SELECT current_user; RESET SESSION AUTHORIZATION;'
SELECT confiture.put('migrations/1_role.up.sql', E'-- confiture: role=regress_directive_owner\nCREATE TABLE owned (a int);\nINSERT INTO owned VALUES (1);\n'),
       confiture.put('migrations/1_role.down.sql', E'-- confiture: role=regress_directive_owner\nDROP TABLE owned;\n') \g /dev/null
:up
SELECT tableowner FROM pg_tables WHERE tablename = 'owned';
SET SESSION AUTHORIZATION regress_directive_user;
SELECT version, statements FROM confiture.migrate_down();
RESET SESSION AUTHORIZATION;
SELECT confiture.remove('migrations/1_role.up.sql'), confiture.remove('migrations/1_role.down.sql') \g /dev/null
-- a role that the caller is no member of
SELECT confiture.put('migrations/2_other.sql', E'-- confiture: role=pg_monitor\nCREATE TABLE other (a int);\n') AS ok \gset
:up
-- the file can't leave its role
SELECT confiture.put('migrations/2_other.sql', E'-- confiture: role=regress_directive_owner\nRESET ROLE;\nCREATE TABLE other (a int);\n') AS ok \gset
:up
SELECT confiture.put('migrations/2_other.sql', E'-- confiture: role=regress_directive_owner\nSET ROLE regress_directive_user;\n') AS ok \gset
:up
SELECT confiture.put('migrations/2_other.sql', E'-- confiture: role=regress_directive_owner\nRESET SESSION AUTHORIZATION;\n') AS ok \gset
:up
SELECT confiture.put('migrations/2_other.sql', E'-- confiture: role=regress_directive_owner\nDO $$ BEGIN PERFORM set_config(''role'', ''none'', false); END $$;\n') AS ok \gset
:up
SELECT to_regclass('other') AS other, to_regclass('owned') AS owned;
-- deferred triggers of the file run as its role
SELECT confiture.put('migrations/2_other.sql', $file$-- confiture: role=regress_directive_owner
CREATE TABLE other (a int);
CREATE FUNCTION who() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'deferred trigger as %', current_user; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER who AFTER INSERT ON other DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION who();
INSERT INTO other VALUES (1);
$file$) AS ok \gset
:up
SELECT role FROM confiture.history ORDER BY id DESC LIMIT 1;
DROP TABLE other;
DROP OWNED BY regress_directive_owner, regress_directive_user;
DROP ROLE regress_directive_owner, regress_directive_user;
