-- A migration that brings no down gets one from what it has changed, and the way up and down ends where it began.
\set status 'SELECT version, state, reversible FROM confiture.migrate_status();'
CREATE TABLE base (id integer PRIMARY KEY, name text DEFAULT 'x', born date);
INSERT INTO base VALUES (1, 'one', '2001-01-01');
CREATE VIEW names AS SELECT id, name FROM base;
CREATE FUNCTION answer(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 42';
SELECT confiture.put('migrations/' || file || '.up.sql', content) FROM (VALUES
    ('01_table', 'CREATE TABLE more (id serial PRIMARY KEY, base integer REFERENCES base); CREATE INDEX ON more (base); INSERT INTO more (base) VALUES (1);'),
    ('02_column', 'ALTER TABLE base ADD COLUMN age integer NOT NULL DEFAULT 1, ALTER name SET NOT NULL, ALTER name DROP DEFAULT, ADD CHECK (age > 0); CREATE INDEX base_age ON base (age);'),
    ('03_rights', 'COMMENT ON VIEW names IS ''hm''; GRANT SELECT ON base TO PUBLIC; ALTER TABLE base ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON base USING (name > '''');'),
    ('04_function', 'CREATE OR REPLACE FUNCTION answer(a integer) RETURNS integer LANGUAGE sql AS ''SELECT 43''; CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM (''a''); CREATE TABLE s.t (m s.mood);'),
    ('05_type', 'DROP VIEW names; ALTER TABLE base ALTER id TYPE bigint; CREATE VIEW names AS SELECT id, name, age FROM base;'),
    ('06_lost', 'ALTER TABLE base DROP COLUMN born; DROP TABLE more;'),
    ('07_rows', 'UPDATE base SET age = age + 1; CREATE TABLE copy AS TABLE base;'),
    ('08_nothing', 'SELECT 1;'),
    ('09_never', E'-- confiture: irreversible=true\nCREATE TABLE never ();'),
    ('10_rename', 'ALTER TABLE base RENAME COLUMN age TO years;'),
    ('11_role', 'ALTER ROLE CURRENT_USER RESET work_mem; CREATE TABLE eleven ();')) AS file (file, content) \g /dev/null
SELECT confiture.put('migrations/12_written.down.sql', 'DROP TABLE twelve;'), confiture.put('migrations/12_written.up.sql', 'CREATE TABLE twelve ();') \g /dev/null
SELECT version FROM confiture.migrate_up();
:status
SELECT version, down_origin, down_text, down_checksum IS NULL AS no_file, down_loaded_by = current_user AS by FROM confiture.history
 WHERE version BETWEEN '01' AND '08' AND version <> '05' ORDER BY id; -- a view prints otherwise on other servers
-- it is as the source is: no down to compare with
SELECT * FROM confiture.verify();
-- what can't be derived is not made up
SELECT version FROM confiture.migrate_down(steps => 4);
\echo :SQLSTATE
SELECT version FROM confiture.migrate_down(steps => 2);
-- with a way back of one's own it goes on
SELECT confiture.put('migrations/10_rename.down.sql', 'ALTER TABLE base RENAME COLUMN years TO age;'), confiture.put('migrations/11_role.down.sql', 'DROP TABLE eleven;'),
       confiture.put('migrations/09_never.up.sql', 'CREATE TABLE never ();'), confiture.put('migrations/09_never.down.sql', 'DROP TABLE never;') \g /dev/null
SELECT version, outcome FROM unnest(ARRAY['09', '10', '11']) AS version, confiture.repair(version, 'has a way back now');
-- a repair of other texts keeps what was derived
SELECT confiture.put('migrations/08_nothing.up.sql', 'SELECT 2;') \g /dev/null
SELECT outcome FROM confiture.repair('08', 'says it better');
:status
SELECT version FROM confiture.migrate_down(steps => 12);
-- each way back ended where its way up had begun; the lossy ones, too, but for the rows
SELECT u.version, u.fingerprint_before = d.fingerprint_after AS back FROM confiture.history u JOIN confiture.history d ON d.version = u.version AND d.action = 'down'
 WHERE u.action = 'up' ORDER BY u.version;
SELECT * FROM confiture.drift();
TABLE base;
-- who applied it answers for it: whoever may do more is not made to run it
SELECT current_user AS me \gset
CREATE ROLE regress_deployer LOGIN;
GRANT ALL ON SCHEMA public TO regress_deployer;
GRANT USAGE ON SCHEMA confiture TO regress_deployer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_deployer;
GRANT SELECT ON ALL TABLES IN SCHEMA confiture TO regress_deployer;
\c - regress_deployer
SELECT confiture.put('migrations/00_theirs.up.sql', 'CREATE TABLE theirs ()') \g /dev/null
SELECT version FROM confiture.migrate_up('00');
\c - :me
SELECT version FROM confiture.migrate_down();
\echo :SQLSTATE
\c - regress_deployer
SELECT version FROM confiture.migrate_down();
\c - :me
SELECT confiture.remove('migrations/00_theirs.up.sql') AS removed;
DROP OWNED BY regress_deployer;
DROP ROLE regress_deployer;
-- a deployment in many transactions derives it, too
SELECT confiture.put('migrations/00a_concurrent.up.sql', 'CREATE TABLE big (a integer); CREATE INDEX CONCURRENTLY big_a ON big (a); ALTER TABLE base ADD COLUMN big integer;') \g /dev/null
CALL confiture.migrate('00a');
SELECT down_text FROM confiture.history WHERE version = '00a';
CALL confiture.migrate('0', down => true);
SELECT u.fingerprint_before = d.fingerprint_after AS back FROM confiture.history u JOIN confiture.history d ON d.version = u.version AND d.action = 'down' WHERE u.version = '00a' AND u.action = 'up';
-- a column that takes no NULL can't be brought back to rows: nothing is touched, and a down that fills it can
SELECT confiture.put('migrations/00A_unfilled.up.sql', 'ALTER TABLE base DROP COLUMN name; CREATE TABLE unfilled ();') \g /dev/null
DROP VIEW names;
ALTER TABLE base ALTER name SET NOT NULL, ALTER name DROP DEFAULT;
SELECT version FROM confiture.migrate_up('00A');
SELECT down_text FROM confiture.history WHERE version = '00A';
SELECT version FROM confiture.migrate_down();
CALL confiture.migrate('0', down => true);
SELECT confiture.put('migrations/00A_unfilled.down.sql', 'DROP TABLE unfilled; ALTER TABLE base ADD COLUMN name text NOT NULL DEFAULT ''?''; ALTER TABLE base ALTER name DROP DEFAULT;') \g /dev/null
SELECT outcome FROM confiture.repair('00A', 'says what the rows have');
CALL confiture.migrate('0', down => true);
TABLE base;
-- without rows it is brought back
SELECT confiture.remove('migrations/00A_unfilled.down.sql') AS removed;
DELETE FROM base;
SELECT version FROM confiture.migrate_up('00A');
SELECT version FROM confiture.migrate_down();
SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'base'::regclass AND attname = 'name';
-- what is granted on the server's own objects is taken back, too
SELECT confiture.remove('migrations/00A_unfilled.up.sql') AS removed;
SELECT confiture.put('migrations/00B_initial.up.sql', 'REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC; GRANT SELECT (rolname) ON pg_authid TO PUBLIC;') \g /dev/null
SELECT version FROM confiture.migrate_up('00B');
SELECT down_text, fingerprint_after = confiture.fingerprint() AS is_read_alike FROM confiture.history WHERE version = '00B';
SELECT count(*) FROM confiture.drift() WHERE kind = 'initial privileges';
SELECT version FROM confiture.migrate_down();
SELECT u.fingerprint_before = d.fingerprint_after AS back, d.fingerprint_after = confiture.fingerprint() AS is_read_alike
  FROM confiture.history u JOIN confiture.history d ON d.version = u.version AND d.action = 'down' WHERE u.version = '00B' AND u.action = 'up';
