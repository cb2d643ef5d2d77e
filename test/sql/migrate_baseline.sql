-- baseline() marks as applied without running; verify() covers what it marked.
SELECT confiture.put(format('migrations/%s_m.up.sql', i), format('CREATE TABLE t%s (a int);', i)),
       confiture.put(format('migrations/%s_m.down.sql', i), format('DROP TABLE t%s;', i)) FROM generate_series(1, 4) i \g /dev/null
SELECT confiture.baseline('9');
\echo :SQLSTATE
SELECT confiture.baseline(NULL);
CREATE TABLE t1 (a int);
CREATE TABLE t2 (a int);
SELECT confiture.baseline('002', 'made by hand');
SELECT confiture.baseline('2');
SELECT version, state, reversible, checksum_matches FROM confiture.status;
SELECT id, action, version, name, statements, duration, reason, up_text, down_text, up_checksum IS NOT NULL AS up, down_checksum IS NOT NULL AS down FROM confiture.history ORDER BY id;
SELECT * FROM confiture.verify();
SELECT version FROM confiture.migrate_up();
SELECT confiture.put('migrations/1_m.up.sql', 'SELECT 1;'), confiture.remove('migrations/2_m.down.sql') \g /dev/null
SELECT version, path, problem FROM confiture.verify();
SELECT version, state, reversible, checksum_matches FROM confiture.status;
-- it keeps no texts, so there is no way back, until repair takes them
SELECT version FROM confiture.migrate_down('2');
SELECT version FROM confiture.migrate_down();
\echo :SQLSTATE
SELECT * FROM confiture.repair('2', 'without the down');
SELECT version FROM confiture.migrate_down();
SELECT confiture.put('migrations/2_m.down.sql', 'DROP TABLE t2;') AS ok \gset
SELECT * FROM confiture.repair('2', 'with it');
SELECT version FROM confiture.migrate_down();
SELECT to_regclass('t1') AS t1, to_regclass('t2') AS t2;
-- what is added beside an applied migration
SELECT confiture.put('migrations/5_m.sql', 'SELECT 5;') AS ok \gset
SELECT confiture.baseline('5');
SELECT confiture.put('migrations/5_m.down.sql', 'SELECT 5;') AS ok \gset
SELECT version, path, problem, detail FROM confiture.verify() WHERE problem = 'added';
-- file gone
SELECT confiture.remove('migrations/5_m.down.sql'), confiture.remove('migrations/5_m.sql') \g /dev/null
SELECT version, path, problem FROM confiture.verify();
SELECT version, state, reversible, checksum_matches FROM confiture.status;
SELECT version, name, migrations, pending FROM confiture.version;
