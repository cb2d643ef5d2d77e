-- migrate_up() applies what is pending, in order, all or nothing, once.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
\set up 'SELECT version, name, statements FROM confiture.migrate_up();'
-- an empty source, and nothing pending
:up
SELECT confiture.put('migrations/002_two.up.sql', 'CREATE TABLE two (a int);'), confiture.put('migrations/002_two.down.sql', 'DROP TABLE two;'),
       confiture.put('migrations/10_ten.sql', E'CREATE TABLE ten (a int);\nINSERT INTO ten SELECT 1 FROM two;\n'),
       confiture.put('migrations/1_one.sql', 'CREATE TABLE one (a int);'),
       confiture.put('migrations/1.5_more.sql', 'ALTER TABLE one ADD b int;') \g /dev/null
-- targets: unknown, then up to one, as 2 or 002; behind what is applied there is nothing to do
SELECT version FROM confiture.migrate_up('7');
\echo :SQLSTATE
SELECT version FROM confiture.migrate_up('7', dry_run => true);
SELECT version FROM confiture.migrate_up('');
SELECT version, name, statements, duration >= interval '0' AS took FROM confiture.migrate_up('1');
SELECT version FROM confiture.migrate_up('1');
SELECT version FROM confiture.migrate_up('01.5');
SELECT version FROM confiture.migrate_up('2');
SELECT version FROM confiture.migrate_up('1');
-- dry_run runs and leaves nothing
SELECT version, statements FROM confiture.migrate_up(dry_run => true);
SELECT to_regclass('ten');
:nothing
:up
:up
SELECT id, action, version, name, outcome, statements, up_text, down_text, up_loaded_by = session_user AS up_by, down_loaded_by = session_user AS down_by, role = session_user AS by FROM confiture.history ORDER BY id;
SELECT * FROM confiture.applied ORDER BY version;
SELECT version, name, migrations, pending FROM confiture.version;

-- what remembers that nothing is pending is right after a rollback
SELECT version FROM confiture.migrate_up();
BEGIN;
SELECT confiture.put('migrations/11_eleven.sql', 'CREATE TABLE eleven (a int);') AS ok \gset
:up
:up
ROLLBACK;
:up
SELECT confiture.put('migrations/11_eleven.sql', 'CREATE TABLE eleven (b int);'), confiture.put('migrations/11_eleven.down.sql', 'DROP TABLE eleven;') \g /dev/null
BEGIN;
:up
SAVEPOINT a;
:up
ROLLBACK TO a;
:up
ROLLBACK;
BEGIN;
SAVEPOINT a;
:up
:up
ROLLBACK TO a;
:up
:up
SELECT confiture.remove('migrations/11_eleven.sql'), confiture.remove('migrations/11_eleven.down.sql') \g /dev/null
:up
ROLLBACK TO a;
:up
COMMIT;
:up
SELECT column_name FROM information_schema.columns WHERE table_name = 'eleven';
BEGIN;
SELECT version FROM confiture.migrate_down();
:up
SELECT version FROM confiture.migrate_down(dry_run => true);
:up
ROLLBACK;
SELECT confiture.put('migrations/12_fails.sql', E'CREATE TABLE twelve (a int);\nSELECT 1 / 0;\n') AS ok \gset
DO $$ BEGIN PERFORM confiture.migrate_up(); EXCEPTION WHEN division_by_zero THEN RAISE NOTICE '%', SQLERRM; END $$;
:up
SELECT confiture.put('migrations/12_fails.sql', E'SELECT 12;\n') AS ok \gset
:up
SELECT version, state FROM confiture.status;

-- out of order
SELECT confiture.put('migrations/3_late.sql', 'CREATE TABLE late (a int);'), confiture.put('migrations/4_later.sql', 'SELECT 4;') \g /dev/null
:up
\echo :SQLSTATE
SELECT version FROM confiture.migrate_up('2');
SELECT version, state FROM confiture.status;
SET confiture.out_of_order = 'warn';
BEGIN;
:up
ROLLBACK;
SET confiture.out_of_order = 'allow';
SELECT version FROM confiture.migrate_up('3');
RESET confiture.out_of_order;
SELECT confiture.remove('migrations/4_later.sql');

-- names that do not fit together: two of one version, a down without an up, an up and a down of different names
SELECT confiture.put('migrations/13_a.sql', 'SELECT 1;'), confiture.put('migrations/013_b.sql', 'SELECT 1;') \g /dev/null
:up
\echo :SQLSTATE
SELECT version, state FROM confiture.status;
SELECT confiture.remove('migrations/013_b.sql'), confiture.put('migrations/13_a.up.sql', 'SELECT 1;') \g /dev/null
:up
SELECT confiture.remove('migrations/13_a.up.sql'), confiture.put('migrations/13_b.down.sql', 'SELECT 1;') \g /dev/null
:up
SELECT confiture.remove('migrations/13_a.sql') \g /dev/null
:up
\echo :SQLSTATE
SELECT confiture.remove('migrations/13_b.down.sql') \g /dev/null
SELECT confiture.put('migrations/nounderscore.sql', 'SELECT 1;');

-- isolation and read-only
SELECT confiture.put('migrations/14_a.sql', 'SELECT 1;') AS ok \gset
BEGIN ISOLATION LEVEL REPEATABLE READ;
:up
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT version FROM confiture.migrate_down();
\echo :SQLSTATE
ROLLBACK;
BEGIN READ ONLY;
:up
\echo :SQLSTATE
ROLLBACK;
BEGIN READ ONLY;
SELECT count(*) FROM confiture.status;
SELECT count(*) FROM confiture.verify();
SELECT count(*) FROM confiture.verify_history();
SELECT pending FROM confiture.version;
SELECT count(*) FROM confiture.runner;
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE;
SELECT count(*) FROM confiture.status;
ROLLBACK;
:nothing
-- a new value of an enum must be committed before it is used, which a function can't do
SELECT confiture.put('migrations/900_mood.sql', E'CREATE TYPE mood AS ENUM (''glad'');'), confiture.put('migrations/901_sad.sql', E'ALTER TYPE mood ADD VALUE ''sad'';\nSELECT ''sad''::mood;') \g /dev/null
SELECT version FROM confiture.migrate_up('900');
:up
