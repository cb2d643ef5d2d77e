-- migrate_down() undoes with the texts that were stored, and looks for every way back before it takes the first.
\set down 'SELECT version, name, statements FROM confiture.migrate_down();'
\set status 'SELECT version, state, reversible, checksum_matches FROM confiture.migrate_status();'
SELECT confiture.migrate_down();
SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('CREATE TABLE t%s (a int);', i)),
       confiture.put(format('migrations/%s_m.down.sql', i), format(E'DROP TABLE t%s;\nSELECT 1;\n', i)) FROM generate_series(1, 5) i \g /dev/null
SELECT confiture.remove('migrations/3_m.down.sql'), confiture.put('migrations/3_m.up.sql', 'CREATE TABLE t3 (a int); ALTER TABLE t1 RENAME a TO b;') \g /dev/null
SELECT count(*) FROM confiture.migrate_up();
:status
-- a down is missing in the middle of three: nothing runs
SELECT version FROM confiture.migrate_down(steps => 3);
\echo :SQLSTATE
SELECT version FROM confiture.migrate_down('1');
SELECT version FROM confiture.migrate_down(steps => 100);
SELECT to_regclass('t5'), count(*) FROM confiture.applied;
-- targets and steps
SELECT version FROM confiture.migrate_down('9');
SELECT version FROM confiture.migrate_down('5');
SELECT version FROM confiture.migrate_down('004', dry_run => true);
SELECT version FROM confiture.migrate_down(steps => 0);
SELECT version FROM confiture.migrate_down(steps => -1);
SELECT version FROM confiture.migrate_down(steps => NULL);
-- one step, the newest first
:down
SELECT version FROM confiture.migrate_down('5');
\echo :SQLSTATE
SELECT version FROM confiture.migrate_up();
SELECT version, name, statements, duration >= interval '0' AS took FROM confiture.migrate_down('3');
:status
SELECT id, action, version, name, up_text, down_text FROM confiture.history WHERE action = 'down' ORDER BY id;
SELECT version FROM confiture.migrate_up();

-- the stored text runs, not the file, changed, removed or not
SELECT confiture.put('migrations/5_m.down.sql', 'SELECT 1 / 0;'), confiture.put('migrations/4_m.up.sql', 'SELECT 1 / 0;'), confiture.remove('migrations/4_m.down.sql') \g /dev/null
:status
SELECT * FROM confiture.verify();
BEGIN;
SELECT version, statements FROM confiture.migrate_down('3');
:status
ROLLBACK;
SELECT confiture.remove('migrations/5_m.up.sql'), confiture.remove('migrations/5_m.down.sql') \g /dev/null
:status
BEGIN;
:down
:status
ROLLBACK;
-- repair takes the files of the source for the stored ones
SELECT * FROM confiture.repair('5', 'the file is gone');
\echo :SQLSTATE
SELECT * FROM confiture.repair('9', 'never was');
SELECT * FROM confiture.repair('3', '  ');
SELECT * FROM confiture.repair('3', NULL);
SELECT * FROM confiture.repair('3', 'nothing has changed');
SELECT confiture.put('migrations/5_m.up.sql', 'SELECT 5;'), confiture.put('migrations/5_m.down.sql', E'DROP TABLE t5;\nSELECT ''repaired'';\nSELECT 3;\n'), confiture.put('migrations/3_m.down.sql', 'DROP TABLE t3;') \g /dev/null
SELECT * FROM confiture.repair('05', 'the down was wrong');
SELECT * FROM confiture.repair('3', 'a down was added');
SELECT * FROM confiture.repair('3', 'again');
:status
SELECT s.version, s.applied_at = h.started_at AS same_time, s.duration = h.duration AS same_duration
  FROM confiture.status s JOIN confiture.history h ON h.id = (SELECT max(id) FROM confiture.history WHERE version = s.version AND action = 'up') ORDER BY s.version;
SELECT action, version, reason, up_text, down_text FROM confiture.history WHERE action = 'repair' ORDER BY id;
-- the stopped one first: 4 keeps its stored texts
SELECT version, statements FROM confiture.migrate_down('2');
SELECT string_agg(relname, ' ' ORDER BY relname COLLATE "C") FROM pg_class WHERE relnamespace = 'public'::regnamespace;
SELECT * FROM confiture.repair('5', 'not applied any more');
\echo :SQLSTATE
-- a down that fails leaves everything as it was
SELECT confiture.put('migrations/2_m.down.sql', E'DROP TABLE t2;\nDROP TABLE t2;\n') AS ok \gset
SELECT * FROM confiture.repair('2', 'for the test');
SELECT version FROM confiture.migrate_down(steps => 2);
SELECT to_regclass('t2'), count(*) FROM confiture.applied;
-- irreversible, with and without a down
SELECT count(confiture.remove(path)) FROM confiture.source \g /dev/null
SELECT confiture.put('migrations/6_end.sql', E'-- confiture: irreversible=true\nCREATE TABLE t6 (a int);\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
:down
\echo :SQLSTATE
SELECT confiture.put('migrations/7_both.up.sql', E'-- confiture: irreversible=true\nCREATE TABLE t7 (a int);\n'), confiture.put('migrations/7_both.down.sql', 'DROP TABLE t7;') \g /dev/null
SELECT version FROM confiture.migrate_up();
-- requirements on the way up and down
SELECT confiture.put('migrations/7_both.up.sql', E'-- confiture: requires=06, 99\nCREATE TABLE t7 (a int);\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
\echo :SQLSTATE
SELECT confiture.put('migrations/7_both.up.sql', E'-- confiture: requires=06\nCREATE TABLE t7 (a int);\n'), confiture.put('migrations/8_next.up.sql', E'-- confiture: requires=7\n--   confiture:requires = 6\nSELECT 8;\n'), confiture.put('migrations/8_next.down.sql', 'SELECT 8;') \g /dev/null
SELECT version FROM confiture.migrate_up();
SELECT confiture.put('migrations/7.5_between.sql', 'SELECT 7.5;'), confiture.put('migrations/7.5_between.down.sql', 'SELECT 7.5;') \g /dev/null
SET confiture.out_of_order = allow;
SELECT version FROM confiture.migrate_up();
SELECT version FROM confiture.migrate_down('7');
SELECT version FROM confiture.migrate_up('7.5');
SELECT version FROM confiture.migrate_up();
SELECT id, problem FROM confiture.verify_history();
