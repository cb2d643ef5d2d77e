-- rehearse: behind each migration its way back is run too, and proved to lead back.
\pset null NULL
CREATE TABLE a (id integer PRIMARY KEY, v text);
INSERT INTO a SELECT i, 'x' FROM generate_series(1, 10) AS i;
CREATE TYPE mood AS ENUM ('glad');
CREATE FUNCTION pg_temp.put(path text, content text) RETURNS boolean LANGUAGE sql AS $$SELECT confiture.put('migrations/' || path, content) IS NOT NULL$$;

-- Derived; written, and not leading back; failing; lossy, and refused by rows; of what can't be rehearsed; irreversible; derived again.
SELECT pg_temp.put('1_a.up.sql', 'ALTER TABLE a ADD w integer; CREATE INDEX i ON a (w); COMMENT ON TABLE a IS ''table'';');
SELECT pg_temp.put('2_b.up.sql', 'ALTER TABLE a DROP COLUMN v;');
SELECT pg_temp.put('2_b.down.sql', 'ALTER TABLE a ADD COLUMN v integer;');
SELECT pg_temp.put('3_c.up.sql', 'CREATE TABLE c (id integer); INSERT INTO c VALUES (1);');
SELECT pg_temp.put('3_c.down.sql', E'SELECT 1;\nSELECT 1 / 0;\nDROP TABLE c;');
SELECT pg_temp.put('4_d.up.sql', 'DROP TABLE c; CREATE TABLE d (id integer PRIMARY KEY, n integer NOT NULL); INSERT INTO d VALUES (1, 1);');
SELECT pg_temp.put('5_e.up.sql', 'ALTER TABLE d DROP COLUMN n;');
SELECT pg_temp.put('5_e.down.sql', 'ALTER TABLE d ADD COLUMN n integer NOT NULL;');
SELECT pg_temp.put('6_f.up.sql', 'CREATE INDEX CONCURRENTLY q ON d (id);');
SELECT pg_temp.put('6_f.down.sql', 'DROP INDEX q;');
SELECT pg_temp.put('7_g.up.sql', E'-- confiture: irreversible=true\nCREATE VIEW g AS SELECT id FROM a;');
SELECT pg_temp.put('8_h.up.sql', 'ALTER TABLE a ALTER COLUMN w TYPE bigint; CREATE VIEW h AS SELECT w FROM a;');
SELECT pg_temp.put('9_i.up.sql', 'UPDATE a SET w = 1 WHERE id = 1; CREATE TABLE i1 (m mood);');
SELECT pg_temp.put('9_i.down.sql', 'DROP TABLE i1; DROP VIEW h; ALTER TABLE a ALTER COLUMN w TYPE integer; DROP INDEX i; ALTER TABLE a DROP CONSTRAINT a_pkey; COMMENT ON TABLE a IS NULL;');
SELECT confiture.fingerprint() AS before \gset
SELECT version, path, line, statement, duration > '0' AS took, rows, rewrites, error FROM confiture.rehearse();
SELECT confiture.fingerprint() = :'before' AS as_before;
SELECT count(*), count(v) FROM a;

-- What is proved there holds: up, and down as far as it was.
SELECT count(*) FROM confiture.rehearse('2') WHERE line IS NULL AND error IS NULL;
SELECT version FROM confiture.migrate_up('1');
SELECT version FROM confiture.migrate_down();
SELECT confiture.fingerprint() = :'before' AS as_before;

-- Each time ends for the way back, too.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT pg_temp.put('1_a.up.sql', 'CREATE TABLE b ();');
SELECT pg_temp.put('1_a.down.sql', 'SELECT pg_sleep(600); DROP TABLE b;');
SELECT pg_temp.put('2_b.up.sql', 'CREATE TABLE c ();');
SET confiture.rehearse_timeout = '1s';
SELECT path, line, statement, error FROM confiture.rehearse();
SET confiture.rehearse_timeout = 0;
SET confiture.statement_timeout = '1s';
SELECT path, line, statement, error FROM confiture.rehearse();
RESET confiture.statement_timeout;
SET statement_timeout = '1s';
SELECT path, line, statement, error FROM confiture.rehearse();
RESET statement_timeout;
RESET confiture.rehearse_timeout;

-- What is not the caller's to run is not run, and what can't be read is said.
CREATE ROLE regress_down;
GRANT USAGE ON SCHEMA confiture TO regress_down;
GRANT EXECUTE ON FUNCTION confiture.put TO regress_down;
SELECT confiture.remove('migrations/1_a.down.sql');
SET ROLE regress_down;
SELECT confiture.put('migrations/1_a.down.sql', 'ALTER ROLE regress_down SUPERUSER; DROP TABLE b;') IS NOT NULL AS put;
RESET ROLE;
SELECT path, line, statement, error FROM confiture.rehearse();
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_down';
SELECT confiture.put('migrations/1_a.down.sql', 'DROP TABEL b;') IS NOT NULL AS put;
SELECT path, line, statement, error FROM confiture.rehearse();
SELECT confiture.put('migrations/1_a.down.sql', E'-- confiture: nothing=1\nDROP TABLE b;') IS NOT NULL AS put;
SELECT path, line, statement, error FROM confiture.rehearse();
SELECT to_regclass('b');
DROP OWNED BY regress_down;
DROP ROLE regress_down;
