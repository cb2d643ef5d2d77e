-- build() makes a fresh schema, all or nothing; what it refuses leaves nothing.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
SELECT path FROM confiture.build();
\echo :SQLSTATE
SELECT confiture.put('seeds/a.sql', 'SELECT 1;') \g /dev/null
SELECT path FROM confiture.build();
SELECT confiture.put('schema/10_tables.sql', 'CREATE TABLE t (a int);'), confiture.put('schema/9_types/x.sql', 'CREATE TYPE mood AS ENUM (''glad'');'), confiture.put('schema/9_types.sql', 'SELECT 9;'),
       confiture.put('migrations/1_m.up.sql', 'CREATE TABLE t (a int);'), confiture.put('migrations/1_m.down.sql', 'DROP TABLE t;'), confiture.put('migrations/2_m.sql', 'SELECT 1;') \g /dev/null
SELECT path FROM confiture.build('nosuch');
\echo :SQLSTATE
SELECT path FROM confiture.build(NULL);
-- dry_run runs and leaves nothing
SELECT path, statements, duration >= interval '0' AS took FROM confiture.build(dry_run => true);
:nothing
-- a migration that can't be read is seen before anything runs
SELECT confiture.put('migrations/02_m.sql', 'SELECT 1;') \g /dev/null
SELECT path FROM confiture.build();
SELECT confiture.remove('migrations/02_m.sql') \g /dev/null
-- isolation and read-only
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT path FROM confiture.build();
ROLLBACK;
BEGIN READ ONLY;
SELECT path FROM confiture.build(dry_run => true);
\echo :SQLSTATE
ROLLBACK;
:nothing
-- all migrations count as applied, with both their texts
SELECT path, statements FROM confiture.build();
SELECT id, action, version, name, statements, environment, up_text, down_text FROM confiture.history ORDER BY id;
SELECT version, state, reversible FROM confiture.status;
SELECT version FROM confiture.migrate_up();
SELECT * FROM confiture.verify();
SELECT * FROM confiture.verify_history();
-- twice is refused, dry or not, and behind a migration or baseline too
SELECT path FROM confiture.build();
\echo :SQLSTATE
SELECT path FROM confiture.build(dry_run => true);
SELECT confiture.put('migrations/2_m.down.sql', 'SELECT 2;') \g /dev/null
SELECT version FROM confiture.migrate_down();
SELECT * FROM confiture.repair('2', 'a down was written');
SELECT version, statements FROM confiture.migrate_down(steps => 2);
SELECT to_regclass('t');
SELECT path FROM confiture.build();
:nothing
