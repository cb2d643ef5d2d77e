-- A schema as a value: what it is, what it is not, and that the way to another one runs.
CREATE TABLE customer (id integer PRIMARY KEY, name text CONSTRAINT known CHECK (name IN ('a', 'b')));
CREATE VIEW names AS SELECT name FROM customer;

-- The kinds are those of pg_identify_object; what belongs to an extension is not told.
SELECT kind FROM jsonb_object_keys(confiture.snapshot() -> 'schema') AS k (kind) ORDER BY kind COLLATE "C";
SELECT confiture.snapshot() #>> '{schema,table constraint,known on public.customer,definition}' AS check;
SELECT confiture.snapshot() #> '{facts,depends,view:public.names}' AS needs;

-- The same bytes for everybody, whatever his settings.
CREATE TEMPORARY TABLE kept AS SELECT confiture.snapshot() AS whole, confiture.fingerprint() AS print;
BEGIN;
SET LOCAL search_path = public;
SET LOCAL quote_all_identifiers = on;
SET LOCAL IntervalStyle = iso_8601;
SELECT whole -> 'schema' = confiture.snapshot() -> 'schema' AS same, print = confiture.fingerprint() AS same_print FROM kept;
ROLLBACK;

-- Nothing to do, and something.
SELECT count(*) FROM kept, confiture.compare(whole, confiture.snapshot());
ALTER TABLE customer ADD COLUMN note text DEFAULT 'x' NOT NULL;
CREATE INDEX by_name ON customer (name);
SELECT step, action, kind, object, statement, transactional, lock, hazards, reversible FROM kept, confiture.compare(whole, confiture.snapshot());
SELECT step, action, object, statement, hazards FROM kept, confiture.compare(confiture.snapshot(), whole, online => true);
SELECT print = confiture.fingerprint() AS same FROM kept;

-- And back.
\pset tuples_only on
SELECT statement FROM kept, confiture.compare(confiture.snapshot(), whole) ORDER BY step \gexec
\pset tuples_only off
SELECT print = confiture.fingerprint() AS same FROM kept;

-- The order of columns is told, and is no difference.
CREATE TABLE two (a integer, b integer);
CREATE TEMPORARY TABLE other AS SELECT confiture.snapshot() AS whole, confiture.fingerprint() AS print;
DROP TABLE two;
CREATE TABLE two (b integer, a integer);
SELECT print = confiture.fingerprint() AS same FROM other;
SELECT step, action, kind, object, statement FROM other, confiture.compare(whole, confiture.snapshot());

-- What is no snapshot is refused.
\set SHOW_CONTEXT never
SELECT confiture.dump('{}');
SELECT confiture.dump('{"schema": {}, "facts": {"format": "0", "depends": {}}}');
SELECT confiture.dump('{"schema": {}, "facts": {"format": "1"}}');
SELECT confiture.dump('{"schema": {"table": {"public.t": 1}}, "facts": {"format": "1", "depends": {}}}');
SELECT confiture.dump('{"schema": {"table": {"public.t": {"name": 1}}}, "facts": {"format": "1", "depends": {}}}');
SELECT confiture.dump('[1]');
SELECT count(*) FROM confiture.compare(NULL, confiture.snapshot());
