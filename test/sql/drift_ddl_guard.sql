-- With the event triggers enabled and confiture.guard_ddl on, DDL outside of confiture is refused, naming the migration to write.
SET client_min_messages = warning;
CREATE ROLE regress_hasty;
GRANT CREATE ON SCHEMA public TO regress_hasty;
SELECT confiture.put('schema/customer.sql', 'CREATE TABLE customer (id integer PRIMARY KEY, name text);') IS NOT NULL;
SELECT path FROM confiture.build();
ALTER EVENT TRIGGER confiture_ddl_start ENABLE;
ALTER EVENT TRIGGER confiture_ddl_end ENABLE;
ALTER EVENT TRIGGER confiture_ddl_drop ENABLE;
SET confiture.guard_ddl = on;

-- The next version is the one that generate() would give.
CREATE TABLE scratch ();
SELECT confiture.put('migrations/007_email.up.sql', 'ALTER TABLE customer ADD COLUMN email text;') IS NOT NULL;
ALTER TABLE customer ADD COLUMN scratch integer, DROP COLUMN name;
DROP TABLE customer;
CREATE INDEX ON customer (name);
GRANT SELECT ON customer TO regress_hasty;
COMMENT ON COLUMN customer.name IS 'name';
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO regress_hasty;
CREATE EXTENSION hstore;
CREATE TABLE copy AS SELECT 1 AS a;
DO $$ BEGIN CREATE TABLE scratch (); END $$;
SELECT confiture.put('migrations/007_other.up.sql', 'SELECT 1') IS NOT NULL;
CREATE TABLE scratch ();
SELECT confiture.remove('migrations/007_other.up.sql');
SET ROLE regress_hasty;
CREATE TABLE his ();
SET confiture.guard_ddl = off;
RESET ROLE;
SELECT count(*) FROM pg_class WHERE relname IN ('scratch', 'copy', 'his');

-- What commits as it goes, or has effects elsewhere, is refused before it begins, so that nothing of it stays.
CREATE INDEX CONCURRENTLY in_a_hurry ON customer (name);
SELECT count(*) FROM pg_class WHERE relname = 'in_a_hurry';
DROP INDEX CONCURRENTLY customer_pkey;
CREATE SUBSCRIPTION regress_guarded CONNECTION '' PUBLICATION p WITH (connect = false);
DROP SUBSCRIPTION regress_guarded;
SET confiture.guard_ddl = off;
CREATE TABLE whole (id integer) PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
CREATE INDEX known ON part (id);
SET confiture.guard_ddl = on;
ALTER TABLE whole DETACH PARTITION part CONCURRENTLY;
SELECT count(*), bool_or(inhdetachpending) FROM pg_inherits WHERE inhparent = 'whole'::regclass;

-- What changes no schema, or nothing, is let through; so are temporary objects and confiture's own.
CREATE TABLE IF NOT EXISTS customer ();
CREATE INDEX CONCURRENTLY IF NOT EXISTS known ON part (id);
DROP INDEX CONCURRENTLY IF EXISTS nobody;
DROP TABLE IF EXISTS nobody;
REINDEX TABLE CONCURRENTLY customer;
CREATE TEMPORARY TABLE passing (id integer PRIMARY KEY);
CREATE INDEX CONCURRENTLY passing_id ON passing (id);
DROP INDEX CONCURRENTLY passing_id;
ALTER TABLE passing ADD b integer;
DROP TABLE passing;
GRANT USAGE ON SCHEMA confiture TO regress_hasty;
REVOKE USAGE ON SCHEMA confiture FROM regress_hasty;
TRUNCATE customer;
VACUUM customer;

-- Migrations run, those with steps of their own too.
SELECT confiture.put('migrations/008_index.up.sql', 'CREATE INDEX CONCURRENTLY ON customer (email); CREATE MATERIALIZED VIEW names AS SELECT name FROM customer;') IS NOT NULL;
CALL confiture.migrate();
REFRESH MATERIALIZED VIEW names;
SELECT version FROM confiture.migrate_down();

-- Both settings: what a superuser lets through is recorded.
SET confiture.record_ddl = on;
CREATE TABLE scratch ();
SET confiture.guard_ddl = off;
CREATE TABLE scratch ();
SELECT tag, statement, objects FROM confiture.ddl_event;

-- Without the trigger at the start, a concurrent index is not stopped half-way.
SET confiture.guard_ddl = on;
ALTER EVENT TRIGGER confiture_ddl_start DISABLE;
CREATE INDEX CONCURRENTLY in_a_hurry ON customer (name);
SELECT indisvalid FROM pg_index WHERE indexrelid = 'in_a_hurry'::regclass;
SELECT tag, statement FROM confiture.ddl_event WHERE tag = 'CREATE INDEX';

-- It does not keep its own extension.
DROP EXTENSION confiture;
CREATE TABLE after_it ();
REVOKE CREATE ON SCHEMA public FROM regress_hasty;
DROP ROLE regress_hasty;
