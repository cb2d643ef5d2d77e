-- rehearse: every statement runs on the real data, is measured, and undone.
\pset null NULL
CREATE SCHEMA app;
SET confiture.search_path = app;
CREATE TABLE app.customer (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO app.customer SELECT n, 'Customer ' || n FROM generate_series(1, 100) n;
CREATE TABLE app.invoice (id bigint PRIMARY KEY, customer bigint, amount numeric(10,2));
INSERT INTO app.invoice SELECT n, n, n FROM generate_series(1, 50) n;
CREATE TABLE app."Odd ""name""" (id int);
CREATE TYPE app.mood AS ENUM ('glad');
-- Locks on tables, the strongest on each; all of them are compared with pg_locks elsewhere.
CREATE VIEW rehearsed AS
SELECT version, line, statement, rows, duration > '0' AS took,
       (SELECT array_agg(relation || ' ' || mode ORDER BY relation COLLATE "C")
          FROM (SELECT DISTINCT ON (l->>'relation') l->>'relation', l->>'mode'
                  FROM jsonb_array_elements(locks) WITH ORDINALITY AS a (l, n)
                 WHERE l->>'relation' !~ '^pg_|_pkey$' ORDER BY l->>'relation', n DESC) AS s (relation, mode)) AS locks,
       rewrites, scans, error
  FROM confiture.rehearse();

SELECT confiture.put('migrations/1_columns.up.sql', $$ALTER TABLE customer ADD COLUMN email text;
UPDATE customer SET email = name || '@example.org' WHERE id <= 10;
ALTER TABLE customer ADD COLUMN made timestamptz DEFAULT clock_timestamp();
CREATE INDEX ON customer (email);
ALTER TABLE invoice ADD FOREIGN KEY (customer) REFERENCES customer NOT VALID;
ALTER TABLE invoice VALIDATE CONSTRAINT invoice_customer_fkey;
ALTER TABLE customer ALTER COLUMN name SET NOT NULL;
ALTER TABLE invoice ALTER COLUMN amount TYPE numeric(12,2);
ALTER TABLE invoice ALTER COLUMN amount TYPE bigint;
$$) IS NOT NULL AS put;
SELECT confiture.put('migrations/2_made.up.sql', $$SET lock_timeout = '1s';
CREATE TABLE made (id int PRIMARY KEY, mood mood);
INSERT INTO made VALUES (1);
COPY made (id) FROM stdin;
2
3
\.
LOCK TABLE customer IN ROW EXCLUSIVE MODE;
ALTER TABLE "Odd ""name""" RENAME TO plain;
ALTER TABLE plain ADD name text;
DROP TABLE plain;
SELECT count(*) FROM made;
$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;

-- Nothing of it stayed, and nothing was recorded.
\d app.customer
\d app.invoice
SELECT count(*) FROM app.customer;
SELECT to_regclass('app.made');
SELECT count(*) FROM confiture.history;
SELECT version FROM confiture.status WHERE state = 'pending' ORDER BY version;

SELECT sum(wal_bytes) > 0 AS wal FROM confiture.rehearse();

-- Its own locks go with it; the runner lock stays to the end of the transaction.
BEGIN;
SELECT count(*) FROM confiture.rehearse('1');
SELECT relation::regclass FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation::regclass::text LIKE 'app.%';
SELECT state FROM confiture.runner;
COMMIT;

-- What was locked or scanned before does not show again.
BEGIN;
LOCK TABLE app.customer IN ACCESS EXCLUSIVE MODE;
SELECT count(*) FROM app.customer;
SELECT line, locks, rewrites, scans FROM rehearsed WHERE version = '1' AND line IN (1, 3, 4);
COMMIT;

-- Statements that can't run in a transaction are listed, and the rest is rehearsed.
SELECT confiture.remove('migrations/2_made.up.sql');
SELECT confiture.put('migrations/1_columns.up.sql', $$-- confiture: transaction=off
CREATE INDEX CONCURRENTLY customer_name ON customer (name);
VACUUM customer;
ALTER TYPE mood ADD VALUE 'sad';
SELECT 'sad'::mood;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN COMMIT; END';
CALL commits();
CREATE PROCEDURE counts() LANGUAGE plpgsql AS 'BEGIN PERFORM count(*) FROM app.customer; END';
CALL counts();
CALL confiture.batch_delete('app.customer', 'true');
CREATE ROLE regress_rehearse PASSWORD 'secret';
SELECT 1;
$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;

-- A statement that fails is the last one; TRUNCATE in place can't be seen.
SELECT confiture.put('migrations/1_columns.up.sql', $$TRUNCATE invoice;
INSERT INTO invoice VALUES (1, 1, 1);
TRUNCATE invoice;
DO 'BEGIN PERFORM 1; END';
TRUNCATE customer;
SELECT 1 / 0;
SELECT 2;
$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;
SELECT count(*) FROM app.invoice;
SELECT confiture.put('migrations/1_columns.up.sql', $$ALTER TABLE invoice ADD UNIQUE (amount) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO invoice VALUES (100, 1, 1);
$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;

-- The time for it, and that for a statement.
SELECT confiture.put('migrations/1_columns.up.sql', $$SELECT 1;
SELECT pg_sleep(600);
SELECT 2;
$$) IS NOT NULL AS put;
SET confiture.rehearse_timeout = '50ms';
SELECT * FROM rehearsed;
SET confiture.rehearse_timeout = 0;
SET confiture.statement_timeout = '50ms';
SELECT * FROM rehearsed;
RESET confiture.statement_timeout;
SET statement_timeout = '50ms';
SELECT * FROM rehearsed;
RESET statement_timeout;
RESET confiture.rehearse_timeout;

-- What could not run at all is refused.
SELECT confiture.put('migrations/1_columns.up.sql', 'SELECT 1; ROLLBACK;') IS NOT NULL AS put;
SELECT * FROM rehearsed;
SELECT confiture.put('migrations/1_columns.up.sql', $$SELECT count(*) FROM confiture.rehearse();$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;
SELECT * FROM confiture.rehearse('9');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT * FROM confiture.rehearse();
ROLLBACK;
BEGIN READ ONLY;
SELECT * FROM confiture.rehearse();
ROLLBACK;

-- The author's check holds, and texts are for those who may read them.
CREATE ROLE regress_rehearser;
GRANT USAGE ON SCHEMA confiture, app TO regress_rehearser;
GRANT EXECUTE ON FUNCTION confiture.rehearse, confiture.put TO regress_rehearser;
GRANT SELECT ON confiture.runner TO regress_rehearser;
SET ROLE regress_rehearser;
SELECT confiture.put('migrations/2_own.up.sql', 'SELECT 2') IS NOT NULL AS put;
RESET ROLE;
SELECT * FROM confiture.rehearse();
SELECT confiture.remove('migrations/1_columns.up.sql');
SET ROLE regress_rehearser;
SELECT confiture.put('migrations/2_own.up.sql', 'SELECT 2') IS NOT NULL AS put;
RESET ROLE;
SELECT confiture.approve(path, checksum) FROM confiture.source;
SET ROLE regress_rehearser;
SELECT version, line, statement, rows, error FROM confiture.rehearse();
RESET ROLE;
SELECT confiture.remove('migrations/2_own.up.sql');
SELECT * FROM confiture.rehearse();
DROP OWNED BY regress_rehearser;
DROP ROLE regress_rehearser;
