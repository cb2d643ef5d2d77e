-- What CALL migrate() refuses, with which words; nothing of it is left.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.step) AS steps, (SELECT count(*) FROM confiture.runner) AS runners;'
SELECT confiture.put('migrations/1_one.up.sql', 'CREATE TABLE one (a int);'), confiture.put('migrations/1_one.down.sql', 'DROP TABLE one;'),
       confiture.put('migrations/2_two.up.sql', 'CREATE INDEX CONCURRENTLY one_a ON one (a);'), confiture.put('migrations/2_two.down.sql', 'DROP INDEX CONCURRENTLY one_a;') \g /dev/null

-- in a transaction block, however it began
BEGIN;
CALL confiture.migrate();
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
SELECT 1 AS first \; CALL confiture.migrate();
\set AUTOCOMMIT off
CALL confiture.migrate();
ROLLBACK;
\set AUTOCOMMIT on
-- in a function, also one called by a procedure
CREATE FUNCTION inside() RETURNS void LANGUAGE plpgsql AS 'BEGIN CALL confiture.migrate(); END';
SELECT inside();
CREATE PROCEDURE by_function() LANGUAGE plpgsql AS 'BEGIN PERFORM inside(); END';
CALL by_function();
CREATE FUNCTION in_sql() RETURNS void LANGUAGE sql AS 'CALL confiture.migrate()';
SELECT in_sql();
-- in a block with an exception handler, which is a subtransaction
DO $$BEGIN CALL confiture.migrate(); EXCEPTION WHEN division_by_zero THEN NULL; END$$;
-- in a procedure with a setting of its own, which can't commit
CREATE PROCEDURE set_here() LANGUAGE plpgsql SET work_mem = '1MB' AS 'BEGIN CALL confiture.migrate(); END';
CALL set_here();
:nothing

-- targets
CALL confiture.migrate('3');
CALL confiture.migrate('');
CALL confiture.migrate(down => true);
CALL confiture.migrate('1', down => NULL);
:nothing
CALL confiture.migrate('2');
CALL confiture.migrate('1');
CALL confiture.migrate('3', down => true);
SELECT action, version, outcome FROM confiture.history ORDER BY id;

-- a function that meets what needs a commit names the procedure; in a block with a handler the server's words are the same in all versions
CREATE FUNCTION try(call text) RETURNS TABLE (message text, detail text, hint text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE call;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN NEXT;
END $$;
\x on
SELECT * FROM try('SELECT confiture.migrate_down()');
SELECT confiture.put('migrations/3_three.up.sql', 'VACUUM one;') \g /dev/null
SELECT * FROM try('SELECT confiture.migrate_up()');
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: transaction=off\nSELECT 1;') \g /dev/null
SELECT * FROM try('SELECT confiture.migrate_up()');
SELECT confiture.put('migrations/3_three.up.sql', 'REINDEX (VERBOSE) SCHEMA public;') \g /dev/null
SELECT * FROM try('SELECT confiture.migrate_up()');
\x off

-- settings and directives
\set VERBOSITY sqlstate
SET confiture.lock_timeout = 0;
SET confiture.lock_timeout = -1;
SET confiture.lock_wait = -1;
SET confiture.hold_timeout = -1;
\set VERBOSITY default
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: lock_timeout=0\nCREATE TABLE three (a int);') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: lock_timeout=-5ms\nCREATE TABLE three (a int);') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: transaction=on\nCREATE TABLE three (a int);\nCREATE INDEX CONCURRENTLY three_a ON three (a);') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: transaction=on\nCREATE TABLE three (a int PRIMARY KEY) PARTITION BY HASH (a);\nREINDEX TABLE three;') \g /dev/null
CALL confiture.migrate();
:nothing
SELECT confiture.put('migrations/3_three.up.sql', E'-- confiture: requires=4\nCREATE TABLE three (a int);') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'CREATE TABLE three (a int);\nCOMMIT;') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'CREATE TABLE three (a int);\nSELECT (;') \g /dev/null
CALL confiture.migrate();
SELECT action, version, outcome, sqlstate FROM confiture.history WHERE id > 2 ORDER BY id;
:nothing

-- isolation, read-only, and a file that calls it
SET default_transaction_isolation = 'repeatable read';
CALL confiture.migrate();
SET default_transaction_isolation = 'read committed';
SET default_transaction_read_only = on;
CALL confiture.migrate();
SET default_transaction_read_only = off;
SELECT confiture.put('migrations/3_three.up.sql', E'CREATE TABLE three (a int);\nCALL confiture.migrate();') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/3_three.up.sql', E'DO $d$BEGIN CALL confiture.migrate(); END$d$;') \g /dev/null
CALL confiture.migrate();

-- without the right to
CREATE ROLE regress_deploy_none;
GRANT USAGE ON SCHEMA confiture TO regress_deploy_none;
SET ROLE regress_deploy_none;
CALL confiture.migrate();
RESET ROLE;
DROP OWNED BY regress_deploy_none;
DROP ROLE regress_deploy_none;

-- order
SELECT confiture.put('migrations/3_three.up.sql', 'CREATE TABLE three (a int);'), confiture.put('migrations/1.5_late.up.sql', 'CREATE TABLE late (a int);') \g /dev/null
CALL confiture.migrate();
SET confiture.out_of_order = warn;
CALL confiture.migrate();
SELECT confiture.put('migrations/4_four.up.sql', 'CREATE TABLE four (a int);'), confiture.put('migrations/2.5_later.up.sql', 'CREATE TABLE later (a int);') \g /dev/null
SET confiture.out_of_order = allow;
CALL confiture.migrate();
SELECT version, state FROM confiture.status ORDER BY version COLLATE "C";

-- a statement_timeout of the session bounds the whole call, and is announced
SELECT confiture.put('migrations/5_five.up.sql', 'CREATE TABLE five (a int);') \g /dev/null
SET statement_timeout = '10min';
CALL confiture.migrate();
RESET statement_timeout;
-- as is one of our own for a statement, in the caller and in a worker
SELECT confiture.put('migrations/6_six.up.sql', E'-- confiture: statement_timeout=300ms\nCREATE TABLE six (a int);\nSELECT pg_sleep(600);') \g /dev/null
CALL confiture.migrate();
SELECT to_regclass('six');
SELECT confiture.abandon('6', 'too slow') \g /dev/null
CREATE SCHEMA area;
SELECT confiture.put('migrations/6_six.up.sql', E'CREATE TABLE six (a int);\nINSERT INTO six VALUES (1);\nCREATE FUNCTION area.slow(a int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(600); RETURN a; END$$;\nCREATE INDEX CONCURRENTLY six_slow ON six (area.slow(a));') \g /dev/null
SET confiture.concurrent_timeout = '1s';
CALL confiture.migrate();
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'six'::regclass;
CREATE OR REPLACE FUNCTION area.slow(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT a';
RESET confiture.concurrent_timeout;
CALL confiture.migrate();
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'six'::regclass;
-- and a limit to how long AccessExclusive is held
SET confiture.hold_timeout = '300ms';
SELECT confiture.put('migrations/7_seven.up.sql', E'CREATE TABLE seven (a int);\nSELECT pg_sleep(0.4);\nALTER TABLE six ADD b int;\nSELECT 1;\nSELECT pg_sleep(600);') \g /dev/null
CALL confiture.migrate();
SELECT to_regclass('seven'), (SELECT count(*) FROM pg_attribute WHERE attrelid = 'six'::regclass AND attname = 'b') AS b;
SELECT number, state, sqlstate, message FROM confiture.step;
SELECT outcome FROM confiture.abandon('7', 'too slow');
RESET confiture.hold_timeout;
-- what can't be read in a later file stops the earlier ones too
SELECT confiture.put('migrations/7_seven.up.sql', 'CREATE TABLE seven (a int);'), confiture.put('migrations/8_eight.up.sql', E'CREATE TABLE eight (a int);\nCREATE TABL nine ();'),
       confiture.put('migrations/9_nine.up.sql', E'-- confiture: transaction=on\nVACUUM;') \g /dev/null
CALL confiture.migrate();
SELECT confiture.put('migrations/8_eight.up.sql', 'CREATE TABLE eight (a int);') \g /dev/null
CALL confiture.migrate();
SELECT to_regclass('seven'), (SELECT count(*) FROM confiture.step);
CALL confiture.migrate('8');
SELECT to_regclass('seven'), to_regclass('eight');
