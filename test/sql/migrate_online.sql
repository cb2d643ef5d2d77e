-- A plan of diff(online => true) as a migration: it runs as it stands, leaves nothing of its own behind, and a failed try is cleaned up by the next plan.
SET client_min_messages = warning;
\set VERBOSITY terse
CREATE TABLE customer (id integer PRIMARY KEY, name text, kind text);
CREATE TABLE invoice (id integer, customer integer, total integer);
CREATE INDEX by_kind ON customer (kind);
CREATE TABLE event (at integer, what text) PARTITION BY RANGE (at);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (100);
CREATE TABLE event_2 (at integer, what text);
INSERT INTO customer SELECT i, 'n' || i, 'k' FROM generate_series(1, 100) i;
INSERT INTO invoice SELECT i, i, i FROM generate_series(1, 100) i;
INSERT INTO event SELECT i, 'x' FROM generate_series(0, 99) i;
INSERT INTO event_2 SELECT i, 'x' FROM generate_series(100, 199) i;
SELECT confiture.put('schema/a.sql', $$
CREATE TABLE customer (id integer, name text NOT NULL, kind text, mark double precision DEFAULT random(), PRIMARY KEY (id, name));
CREATE INDEX by_kind ON customer (kind, name);
CREATE TABLE invoice (id integer UNIQUE, customer integer, total integer CHECK (total > 0), customer_name text,
    FOREIGN KEY (customer, customer_name) REFERENCES customer);
CREATE TABLE event (at integer, what text) PARTITION BY RANGE (at);
CREATE TABLE event_1 (at integer, what text);
CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (100) TO (200);
CREATE INDEX event_at ON event (at);
$$) IS NOT NULL AS put;

-- What it needs to be allowed; nothing is written again, and nobody has to wait for long.
SELECT h FROM confiture.diff(online => true) d, unnest(d.hazards) AS h GROUP BY h ORDER BY h COLLATE "C";
SELECT statement, transactional, hazards FROM confiture.diff(online => true) WHERE statement IS NOT NULL ORDER BY step;
SELECT confiture.put('migrations/1_online.up.sql', string_agg(statement || E';\n', '' ORDER BY step)) IS NOT NULL AS put FROM confiture.diff(online => true);
SELECT segment, transactional, count(*) AS statements, bool_or(statement LIKE '%VALIDATE%') AS validates FROM confiture.migrate_plan() GROUP BY 1, 2 ORDER BY 1;

-- No table is written again, no row is lost, and nothing is left that the source does not have.
CREATE TEMPORARY TABLE was AS SELECT oid, relname, pg_relation_filenode(oid) AS file FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace;
CALL confiture.migrate();
SELECT relname FROM was WHERE pg_relation_filenode(oid) IS DISTINCT FROM file;
SELECT count(*) AS still_to_do FROM confiture.diff(online => true) WHERE statement IS NOT NULL;
SELECT conrelid::regclass, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND (conname LIKE 'confiture%' OR NOT convalidated);
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'confiture%';
SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid;
SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM invoice) AS invoices, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM event_1) AS events_1;

-- A try that fails leaves an INVALID index; the next plan begins with its drop.
INSERT INTO invoice SELECT i, NULL, 1 FROM generate_series(101, 102) i;
SELECT confiture.put('schema/b.sql', 'ALTER TABLE invoice ADD CONSTRAINT one_of_each UNIQUE (total);') IS NOT NULL AS put;
SELECT statement FROM confiture.diff(online => true) WHERE statement IS NOT NULL ORDER BY step LIMIT 1 \gexec
SELECT indexrelid::regclass AS invalid FROM pg_index WHERE NOT indisvalid;
DELETE FROM invoice WHERE id > 100;
SELECT statement, transactional FROM confiture.diff(online => true) WHERE statement IS NOT NULL ORDER BY step;
\pset tuples_only on
SELECT statement FROM confiture.diff(online => true) WHERE statement IS NOT NULL ORDER BY step \gexec
\pset tuples_only off
SELECT count(*) AS still_to_do FROM confiture.diff(online => true) WHERE statement IS NOT NULL;
