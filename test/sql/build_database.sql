-- build_database() makes fresh databases as copies of a template; what it refuses leaves nothing; drop_databases() cleans up.
\set made 'SELECT name, made_by, environment, is_ready FROM confiture.database WHERE NOT is_template ORDER BY name COLLATE "C"; SELECT count(*) AS templates FROM confiture.database WHERE is_template AND is_ready;'
CREATE ROLE regress_maker LOGIN CREATEDB;
CREATE ROLE regress_plain LOGIN;
GRANT USAGE ON SCHEMA confiture TO regress_maker, regress_plain;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA confiture TO regress_maker, regress_plain;
CALL confiture.build_database('regress_one');
SELECT confiture.put('schema/1.sql', 'CREATE TABLE parent (id int PRIMARY KEY); CREATE SCHEMA app; SET search_path = app; CREATE TABLE child (id int REFERENCES public.parent DEFERRABLE INITIALLY DEFERRED);'),
       confiture.put('schema/2.sql', 'CREATE VIEW seen AS SELECT current_setting(''search_path'') AS search_path, current_user AS who;'),
       confiture.put('seeds/1.sql', E'COPY parent FROM stdin;\n1\n2\n\\.\n') \g /dev/null
SELECT confiture.environment_set('test', seed => true) \g /dev/null
CALL confiture.build_database('regress_one');
CALL confiture.build_database('regress_two', environment => 'test');
CALL confiture.build_database('regress "three"', 'test');
:made
-- what is in them
\c regress_two
SELECT relnamespace::regnamespace, relname, relowner = current_user::regrole AS mine FROM pg_class WHERE relname IN ('parent', 'child', 'seen') ORDER BY relname COLLATE "C";
SELECT count(*) FROM parent;
SELECT nspname FROM pg_namespace WHERE nspname = 'confiture';
SELECT extname FROM pg_extension;
CREATE TABLE mine ();
\c regress_one
SELECT count(*) FROM parent;
\c confiture_build_database
-- a name that is taken
CALL confiture.build_database('regress_two', 'test');
\echo :SQLSTATE
CALL confiture.build_database('regress_two', 'test', replace => true);
\c regress_two
SELECT to_regclass('mine');
\c confiture_build_database
CREATE DATABASE regress_foreign TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C';
\c regress_foreign
CREATE TABLE of_base AS SELECT 7 AS n;
\c confiture_build_database
CALL confiture.build_database('regress_foreign');
CALL confiture.build_database('regress_foreign', replace => true);
CALL confiture.build_database('postgres', replace => true);
CALL confiture.build_database('template0', replace => true);
-- one that changed hands, or its name, is not ours any more
ALTER DATABASE regress_one RENAME TO regress_other;
CALL confiture.build_database('regress_other', replace => true);
ALTER DATABASE regress_other RENAME TO regress_one;
ALTER DATABASE regress_one OWNER TO regress_maker;
CALL confiture.build_database('regress_one', replace => true);
ALTER DATABASE regress_one OWNER TO CURRENT_USER;
CALL confiture.build_database('regress_one', replace => true);
-- the row tells of another server
UPDATE confiture.database SET system_identifier = system_identifier + 1 WHERE name = 'regress_one';
CALL confiture.build_database('regress_one', replace => true);
UPDATE confiture.database SET system_identifier = system_identifier - 1 WHERE name = 'regress_one';
-- templates can't be taken, nor connected to
SELECT datallowconn, datistemplate, count(*) FROM pg_database JOIN confiture.database USING (oid) WHERE is_template GROUP BY 1, 2;
\set VERBOSITY sqlstate
SELECT name AS template FROM confiture.database WHERE is_template AND environment = 'test' \gset
CALL confiture.build_database(:'template', 'test', replace => true);
CALL confiture.build_database(:'template', replace => true);
\set VERBOSITY default
-- arguments
CALL confiture.build_database('');
CALL confiture.build_database(repeat('x', 64));
CALL confiture.build_database(NULL);
CALL confiture.build_database('regress_bad', 'nosuch');
\echo :SQLSTATE
SET confiture.base_template = 'regress_nosuch';
CALL confiture.build_database('regress_bad');
\echo :SQLSTATE
SET confiture.base_template = 'regress_foreign';
CALL confiture.build_database('regress_based');
\c regress_based
SELECT n FROM of_base;
TABLE parent;
\c confiture_build_database
-- not in a transaction block, nor in a function
BEGIN;
CALL confiture.build_database('regress_bad');
\echo :SQLSTATE
ROLLBACK;
BEGIN;
CALL confiture.drop_databases('0');
\echo :SQLSTATE
ROLLBACK;
CREATE FUNCTION wrapped() RETURNS void LANGUAGE plpgsql AS $$BEGIN CALL confiture.build_database('regress_bad'); END$$;
SELECT wrapped();
\echo :SQLSTATE
DROP FUNCTION wrapped();
SET default_transaction_read_only = on;
CALL confiture.build_database('regress_bad');
RESET default_transaction_read_only;
-- nor by a file that runs
SELECT confiture.put('migrations/1_m.up.sql', 'CALL confiture.build_database(''regress_bad'');') \g /dev/null
SELECT version FROM confiture.migrate_up();
SELECT confiture.put('migrations/1_m.up.sql', 'UPDATE confiture.database SET name = name;') \g /dev/null
SELECT version FROM confiture.migrate_up();
SELECT confiture.remove('migrations/1_m.up.sql') \g /dev/null
-- an error of a file is the one that build() gives
SELECT confiture.put('schema/3.sql', E'SELECT 1;\n\nSELECT 1,\n       nosuch;\n') \g /dev/null
SELECT path FROM confiture.build();
\echo :SQLSTATE
CALL confiture.build_database('regress_bad');
\echo :SQLSTATE
SELECT confiture.put('schema/3.sql', 'INSERT INTO app.child VALUES (7);') \g /dev/null
SELECT path FROM confiture.build();
CALL confiture.build_database('regress_bad');
SELECT confiture.put('schema/3.sql', 'CREATE INDEX CONCURRENTLY ON parent (id);') \g /dev/null
SELECT path FROM confiture.build();
CALL confiture.build_database('regress_bad');
SELECT confiture.put('schema/3.sql', E'DO $$BEGIN RAISE NOTICE ''seen''; END$$;\nSELECT pg_sleep(1000);') \g /dev/null
SET confiture.statement_timeout = '50ms';
CALL confiture.build_database('regress_bad');
RESET confiture.statement_timeout;
-- what was cancelled does not stay
SELECT count(*) AS unfinished FROM confiture.database WHERE NOT is_ready;
SELECT confiture.remove('schema/3.sql') \g /dev/null
:made
SELECT count(*) FROM pg_database WHERE datname = 'regress_bad';
CALL confiture.drop_databases('1 day');
-- with the caller's rights
SET SESSION AUTHORIZATION regress_plain;
CALL confiture.build_database('regress_bad');
RESET SESSION AUTHORIZATION;
SELECT confiture.environment_set('owned', owner => 'regress_maker') \g /dev/null
SET ROLE regress_maker;
CALL confiture.build_database('regress_made');
CALL confiture.build_database('regress_owned', 'owned');
RESET ROLE;
SELECT datname, datdba::regrole FROM pg_database WHERE datname IN ('regress_made', 'regress_owned') ORDER BY 1;
\c regress_owned
SELECT relname, relowner::regrole FROM pg_class WHERE relname IN ('parent', 'seen') ORDER BY 1;
\c confiture_build_database
GRANT SELECT ON confiture.source TO regress_maker;
SET SESSION AUTHORIZATION regress_maker;
SELECT confiture.put('schema/4.sql', 'SELECT 1;') \g /dev/null
CALL confiture.build_database('regress_bad2');
CALL confiture.build_database('regress_bad2', 'owned');
RESET SESSION AUTHORIZATION;
CALL confiture.build_database('regress_bad2');
\echo :SQLSTATE
SELECT confiture.remove('schema/4.sql') \g /dev/null
-- a changed source makes another template; that of before stays for those who still want it
SELECT count(*) AS before FROM confiture.database WHERE is_template AND is_ready AND made_by = current_user AND environment = 'default' \gset
SELECT confiture.put('schema/2.sql', 'CREATE TABLE changed ();') \g /dev/null
CALL confiture.build_database('regress_one', replace => true);
SELECT count(*) - :before AS more FROM confiture.database WHERE is_template AND made_by = current_user AND environment = 'default';
SELECT count(*) AS unfinished FROM confiture.database WHERE NOT is_ready;
-- the same DDL under other settings makes something else
SELECT count(*) AS before FROM confiture.database WHERE is_template \gset
SET TimeZone = 'Asia/Tokyo';
CALL confiture.build_database('regress_tokyo');
RESET TimeZone;
CALL confiture.build_database('regress_here');
SELECT count(*) - :before AS more FROM confiture.database WHERE is_template;
-- cleaning up
CALL confiture.drop_databases(NULL);
CALL confiture.drop_databases('-1 second');
CALL confiture.drop_databases('1 day');
:made
SET client_min_messages = warning;
SET ROLE regress_maker;
CALL confiture.drop_databases('0');
RESET ROLE;
RESET client_min_messages;
:made
ALTER DATABASE regress_one RENAME TO regress_other;
ALTER DATABASE regress_two IS_TEMPLATE true;
UPDATE confiture.database SET created_at = created_at - interval '2 days' WHERE NOT is_template;
CALL confiture.drop_databases('1 day');
:made
ALTER DATABASE regress_two IS_TEMPLATE false;
ALTER DATABASE regress_other RENAME TO regress_one;
SET client_min_messages = warning;
CALL confiture.drop_databases('0');
:made
SELECT datname FROM pg_database WHERE datname LIKE 'regress%' ORDER BY 1;
DROP DATABASE regress_foreign;
REVOKE ALL ON SCHEMA confiture FROM regress_maker, regress_plain;
REVOKE ALL ON ALL ROUTINES IN SCHEMA confiture FROM regress_maker, regress_plain;
REVOKE ALL ON ALL TABLES IN SCHEMA confiture FROM regress_maker, regress_plain;
DROP ROLE regress_maker, regress_plain;
