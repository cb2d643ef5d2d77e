-- Comments in the source that say what had another name: nothing is lost, and what contradicts itself is refused.
SET client_min_messages = warning;
\set VERBOSITY terse
CREATE FUNCTION pg_temp.source(content text) RETURNS boolean LANGUAGE sql AS $$SELECT confiture.put('schema/a.sql', content) IS NOT NULL$$;
CREATE FUNCTION pg_temp.plan() RETURNS TABLE (statement text, hazards text[]) LANGUAGE sql AS
    $$SELECT statement, hazards FROM confiture.diff() WHERE statement IS NOT NULL ORDER BY step$$;
CREATE SCHEMA old_schema;
CREATE TABLE customer (id integer PRIMARY KEY, "Name" text, fax text CHECK (fax <> ''), CONSTRAINT named UNIQUE ("Name"));
CREATE INDEX by_fax ON customer (fax);
CREATE VIEW faxes AS SELECT id, fax FROM customer;
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TYPE pair AS (x integer, y mood);
CREATE TABLE old_schema.note (note_id integer, customer integer REFERENCES customer, feeling mood DEFAULT 'sad');
CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $1';
CREATE TRIGGER old_trigger BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE POLICY old_policy ON customer USING (true);
INSERT INTO customer VALUES (1, 'Ann', '0123');
INSERT INTO old_schema.note VALUES (7, 1);
GRANT SELECT ON faxes TO PUBLIC;

-- Each kind of object and part, with what names it.
SELECT pg_temp.source($source$
-- confiture: renamed from old_schema
CREATE SCHEMA new_schema;
/* -- confiture: renamed from nothing: this is another comment */
-- confiture: renamed from customer
CREATE TABLE client (
    id integer PRIMARY KEY,
    -- confiture: renamed from "Name"
    name text,
    -- confiture: renamed from FAX
    -- (nobody has one any more)
    "E-Mail" text CHECK ("E-Mail" <> ''),
    -- confiture: renamed from named
    CONSTRAINT client_name UNIQUE (name)
);
-- confiture: renamed from by_fax
CREATE INDEX by_mail ON client ("E-Mail");
-- confiture: renamed from faxes
CREATE VIEW mails AS SELECT id, "E-Mail" AS fax FROM client;
-- confiture: renamed from mood
CREATE TYPE feeling AS ENUM ('sad',
    -- confiture: renamed from 'it''s ok'
    'fine');
CREATE TYPE pair AS (
    -- confiture: renamed from x
    number integer, y feeling);
-- confiture: renamed from note
CREATE TABLE new_schema.remark (
    -- confiture: renamed from note_id
    remark_id integer, customer integer REFERENCES client, feeling feeling DEFAULT 'sad');
-- confiture: renamed from twice
CREATE FUNCTION double(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $1';
-- confiture: renamed from old_trigger
CREATE TRIGGER new_trigger BEFORE UPDATE ON client FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- confiture: renamed from old_policy
CREATE POLICY new_policy ON client USING (true);
$source$);
SELECT * FROM pg_temp.plan();

-- As a migration, both ways.
SELECT confiture.fingerprint() AS before \gset
SELECT count(*) FROM confiture.generate('renames', save => true);
SELECT version, name FROM confiture.migrate_up();
SELECT * FROM pg_temp.plan();
SELECT name, "E-Mail", remark_id, feeling FROM client JOIN new_schema.remark ON customer = id;
SELECT relacl IS NOT NULL AS granted FROM pg_class WHERE relname = 'mails';
SELECT version FROM confiture.migrate_down();
SELECT confiture.fingerprint() = :'before' AS as_before;
SELECT "Name", fax FROM customer;
SELECT confiture.remove(path) FROM confiture.source WHERE path LIKE 'migrations/%' ORDER BY path COLLATE "C";

-- At once.
CALL confiture.sync_schema(allow => '{breaks_clients,scans_table,blocks_reads,blocks_writes}');
SELECT * FROM pg_temp.plan();
SELECT name, "E-Mail" FROM client;

-- Moved to another schema.
\set VERBOSITY default
\set SHOW_CONTEXT errors
SELECT pg_temp.source('CREATE SCHEMA new_schema; CREATE TABLE client (id integer PRIMARY KEY, name text CONSTRAINT client_name UNIQUE);
-- confiture: renamed from new_schema.remark
CREATE TABLE remark (remark_id integer, customer integer, feeling text);');
SELECT statement FROM pg_temp.plan() WHERE statement LIKE '%remark%';

-- What is new is said; what contradicts itself is refused.
DROP TABLE new_schema.remark, client CASCADE;
DROP SCHEMA new_schema;
CREATE TABLE a (x integer, y integer);
SET client_min_messages = notice;
SELECT pg_temp.source(E'CREATE SCHEMA new_schema;\nCREATE TABLE a (x integer, y integer,\n-- confiture: renamed from gone\nz integer);');
SELECT statement FROM pg_temp.plan() WHERE statement LIKE '%TABLE public.a%';
SELECT pg_temp.source(E'CREATE TABLE a (y integer,\n-- confiture: renamed from y\nz integer);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (\n-- confiture: renamed from x\ny integer);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (y integer,\n-- confiture: renamed from x\nz integer,\n-- confiture: renamed from x\nzz integer);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (x integer, y integer\n-- confiture: renamed from x\n);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (x integer,\n-- confiture: renamed from\ny integer);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (x integer,\n-- confiture: renamed from two words\ny integer);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (x integer, y integer);\n-- confiture: renamed from b\nINSERT INTO a VALUES (1);');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'CREATE TABLE a (x integer, y integer);\n-- confiture: renamed from b');
SELECT * FROM pg_temp.plan();
SELECT pg_temp.source(E'-- confiture: renamed from b\nCREATE TABLE c ();\nDROP TABLE c;\nCREATE TABLE a (x integer, y integer);');
SELECT * FROM pg_temp.plan();

-- Neither comments within quotes nor those of bodies count.
SELECT pg_temp.source(E'CREATE TABLE a (x integer, y integer);\nCOMMENT ON TABLE a IS \'\n-- confiture: renamed from b\n\';\nDO $$\n-- confiture: renamed from b\nBEGIN END$$;');
SELECT statement FROM pg_temp.plan() WHERE statement LIKE 'COMMENT%';
SELECT count(*) AS shadows FROM pg_database WHERE datname LIKE 'confiture\_shadow%';
