-- rehearse(shadow => true): every statement runs in a copy of the schema, those that refuse a transaction too, and nothing is locked or left here.
\pset null NULL
SET client_min_messages = warning;
CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO customer SELECT n, 'Customer ' || n FROM generate_series(1, 100) n;
CREATE TYPE mood AS ENUM ('glad');
CREATE TABLE event (at date, what text) PARTITION BY RANGE (at);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE VIEW rehearsed AS
SELECT version, line, statement, duration > '0' AS took, rows,
       (SELECT array_agg(l->>'relation' || ' ' || (l->>'mode') ORDER BY l->>'relation' COLLATE "C", l->>'mode' COLLATE "C")
          FROM jsonb_array_elements(locks) AS l WHERE l->>'relation' !~ '^pg_|_pkey$' AND l->>'mode' <> 'AccessShareLock') AS locks, rewrites, error
  FROM confiture.rehearse(shadow => true);
SELECT confiture.put('migrations/1_all.up.sql', $$ALTER TYPE mood ADD VALUE 'calm';
ALTER TABLE customer ADD COLUMN mood mood DEFAULT 'calm';
SET search_path = pg_catalog;
CREATE INDEX CONCURRENTLY named ON public.customer (name);
ALTER TABLE public.customer ALTER COLUMN id TYPE numeric;
REINDEX TABLE public.event;
ALTER TABLE public.event DETACH PARTITION public.event_1 CONCURRENTLY;
ALTER SYSTEM SET work_mem = '1MB';
CREATE ROLE regress_shadow;
INSERT INTO public.customer VALUES (1, 'one');
CREATE TABLE public.made AS SELECT current_setting('search_path') AS path;
$$) IS NOT NULL AS put;
SELECT confiture.put('migrations/2_batch.up.sql', $$CALL confiture.batch_update('customer', 'name = upper(name)');
DROP TABLE made;
$$) IS NOT NULL AS put;
SELECT * FROM rehearsed;

-- Up to a target, from within a transaction, and nothing of it here.
BEGIN;
SELECT count(*), max(version) FROM confiture.rehearse('1', shadow => true);
SELECT relation::regclass, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation >= 16384 AND relation::regclass::text !~ '^confiture|^rehearsed|pg_toast' ORDER BY 1, 2;
COMMIT;
SELECT count(*) AS rows, count(*) FILTER (WHERE name = upper(name)) AS changed FROM customer;
SELECT count(*) AS history FROM confiture.history;
SELECT count(*) AS shadows FROM pg_database WHERE datname LIKE 'confiture\_shadow%';

-- What fails is the last row; of the transaction that it was in, all is told.
SELECT confiture.put('migrations/1_all.up.sql', $$CREATE TABLE a ();
CREATE TABLE b ();
CREATE TABLE a ();
CREATE TABLE c ();
$$) IS NOT NULL AS put;
SELECT line, statement, error FROM rehearsed;
SELECT confiture.put('migrations/1_all.up.sql', $$CREATE UNIQUE INDEX CONCURRENTLY twice ON customer (no_column);
CREATE TABLE c ();
$$) IS NOT NULL AS put;
SELECT line, statement, error FROM rehearsed;

-- A file that can't be read is an error, with its place.
SELECT confiture.put('migrations/1_all.up.sql', E'CREATE TABLE a ();\nCREATE TABLE') IS NOT NULL AS put;
\set VERBOSITY default
\set SHOW_CONTEXT errors
SELECT * FROM confiture.rehearse(shadow => true);
SELECT confiture.put('migrations/1_all.up.sql', E'-- confiture: transaction=on\nCREATE INDEX CONCURRENTLY ON customer (name);') IS NOT NULL AS put;
SELECT * FROM confiture.rehearse(shadow => true);
\set SHOW_CONTEXT never

-- Ways back are proved when all has run, the last one first: leading back, elsewhere, nowhere, by itself, not the caller's; rows that came are there meanwhile.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT confiture.put('migrations/1_a.up.sql', 'CREATE TABLE a (id integer PRIMARY KEY); INSERT INTO a VALUES (1);') IS NOT NULL AS put;
SELECT confiture.put('migrations/1_a.down.sql', 'DROP TABLE a;') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.up.sql', 'CREATE TABLE b (a integer REFERENCES a); INSERT INTO b VALUES (1); CREATE INDEX CONCURRENTLY b_a ON b (a);') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.down.sql', E'DROP INDEX CONCURRENTLY b_a;\nDROP TABLE b;') IS NOT NULL AS put;
SELECT confiture.put('migrations/3_c.up.sql', 'ALTER TABLE b ADD COLUMN c text COLLATE "C";') IS NOT NULL AS put;
SELECT confiture.put('migrations/3_c.down.sql', 'ALTER TABLE b DROP COLUMN c; COMMENT ON TABLE a IS ''left behind'';') IS NOT NULL AS put;
SELECT confiture.put('migrations/4_d.up.sql', 'CREATE VIEW d AS SELECT c FROM b;') IS NOT NULL AS put;
SELECT confiture.put('migrations/5_e.up.sql', 'CREATE TABLE e AS SELECT c FROM d;') IS NOT NULL AS put;
SELECT confiture.put('migrations/5_e.down.sql', E'SELECT 1;\nSELECT 1 / 0;\nDROP TABLE e;') IS NOT NULL AS put;
SELECT confiture.put('migrations/6_f.up.sql', 'ALTER TYPE mood ADD VALUE ''calm'';') IS NOT NULL AS put;
SELECT confiture.put('migrations/6_f.down.sql', 'DROP TABEL e;') IS NOT NULL AS put;
SELECT version, path, line, statement, duration > '0' AS took, error FROM confiture.rehearse(shadow => true);
SELECT version, path, error FROM confiture.rehearse('2', shadow => true) WHERE path LIKE '%down%';

-- Also of what ran before a statement that failed.
SELECT confiture.put('migrations/2_b.up.sql', 'CREATE TABLE b (); DROP TABLE a; DROP TABLE nothing;') IS NOT NULL AS put;
SELECT version, path, line, error FROM confiture.rehearse(shadow => true);

-- Behind a down that does not lead back, what it has left is made what the migration before has left, also by what only a commit makes possible.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT confiture.put('migrations/1_a.up.sql', 'ALTER TYPE mood ADD VALUE ''calm'';') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.up.sql', 'CREATE TABLE b (m mood DEFAULT ''calm'', n integer);') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.down.sql', 'DROP TABLE b;') IS NOT NULL AS put;
SELECT confiture.put('migrations/3_c.up.sql', 'ALTER TABLE b DROP COLUMN n;') IS NOT NULL AS put;
SELECT confiture.put('migrations/3_c.down.sql', 'DROP TABLE b; DROP TYPE mood; CREATE TYPE mood AS ENUM (''glad'');') IS NOT NULL AS put;
SELECT version, path, error FROM confiture.rehearse(shadow => true) WHERE path LIKE '%down%';

-- So are those that would be derived, behind what a plan can take back: not behind a rename, what all databases share, or what is said to be irreversible.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT confiture.put('migrations/1_a.up.sql', 'CREATE TABLE a (id integer PRIMARY KEY, m mood DEFAULT ''glad''); ALTER TABLE customer ADD COLUMN note text;') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.up.sql', 'ALTER TABLE a RENAME COLUMN id TO number;') IS NOT NULL AS put;
SELECT confiture.put('migrations/3_c.up.sql', 'CREATE INDEX CONCURRENTLY named ON customer (name);') IS NOT NULL AS put;
SELECT confiture.put('migrations/4_d.up.sql', 'ALTER TYPE mood RENAME VALUE ''glad'' TO ''happy'';') IS NOT NULL AS put;
SELECT confiture.put('migrations/5_e.up.sql', 'ALTER TYPE mood ADD VALUE ''calm''; ALTER TABLE a ALTER COLUMN m SET DEFAULT ''calm'';') IS NOT NULL AS put;
SELECT confiture.put('migrations/6_f.up.sql', 'CREATE ROLE regress_shadow; CREATE TABLE f ();') IS NOT NULL AS put;
SELECT confiture.put('migrations/7_g.up.sql', 'ALTER TABLE customer DROP COLUMN name; DROP TABLE a;') IS NOT NULL AS put;
SELECT confiture.put('migrations/8_h.up.sql', E'-- confiture: irreversible=true\nCREATE TABLE h ();') IS NOT NULL AS put;
SELECT confiture.put('migrations/9_i.up.sql', 'DROP TABLE h; INSERT INTO confiture_missing VALUES (1);') IS NOT NULL AS put;
SELECT version, path, line, statement, duration > '0' AS took, error FROM confiture.rehearse(shadow => true) WHERE path LIKE '%down%' OR error IS NOT NULL;

-- What no plan makes again (a password, which no snapshot has) is said.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT confiture.put('migrations/1_a.up.sql', 'CREATE FOREIGN DATA WRAPPER remote; CREATE SERVER far FOREIGN DATA WRAPPER remote; CREATE USER MAPPING FOR public SERVER far OPTIONS (password ''secret'');') IS NOT NULL AS put;
SELECT confiture.put('migrations/1_a.down.sql', 'DROP FOREIGN DATA WRAPPER remote CASCADE;') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.up.sql', 'CREATE TABLE b ();') IS NOT NULL AS put;
SELECT confiture.put('migrations/2_b.down.sql', 'DROP TABLE b; DROP USER MAPPING FOR public SERVER far;') IS NOT NULL AS put;
SELECT version, path, error FROM confiture.rehearse(shadow => true) WHERE path LIKE '%down%';

-- Without being superuser: all of the copy is the caller's.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
CREATE ROLE regress_shadow_deploy CREATEDB;
CREATE ROLE regress_shadow_owner;
GRANT USAGE ON SCHEMA confiture TO regress_shadow_deploy;
GRANT ALL ON ALL TABLES IN SCHEMA confiture TO regress_shadow_deploy;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA confiture TO regress_shadow_deploy;
GRANT regress_shadow_owner TO regress_shadow_deploy;
ALTER TABLE customer OWNER TO regress_shadow_owner;
DROP VIEW rehearsed;
SET ROLE regress_shadow_deploy;
SELECT confiture.put('migrations/3_role.up.sql', E'-- confiture: role=regress_shadow_owner\nALTER TABLE customer ADD COLUMN more text;') IS NOT NULL AS put;
RESET ROLE;
SELECT confiture.approve(path, checksum) FROM confiture.source;
SET ROLE regress_shadow_deploy;
SELECT version, line, error FROM confiture.rehearse(shadow => true);
SELECT confiture.put('migrations/3_role.down.sql', 'ALTER TABLE customer DROP COLUMN more;') IS NOT NULL AS put;
SELECT version, path, line, error FROM confiture.rehearse(shadow => true);
RESET ROLE;
SELECT confiture.approve(path, checksum) FROM confiture.source;
SET ROLE regress_shadow_deploy;
SELECT version, path, line, error FROM confiture.rehearse(shadow => true);
RESET ROLE;
SELECT count(*) AS shadows FROM pg_database WHERE datname LIKE 'confiture\_shadow%';
SELECT confiture.remove(path) FROM confiture.source ORDER BY path COLLATE "C";
SELECT * FROM confiture.rehearse(shadow => true);
DROP OWNED BY regress_shadow_deploy, regress_shadow_owner;
DROP ROLE regress_shadow_deploy, regress_shadow_owner;
