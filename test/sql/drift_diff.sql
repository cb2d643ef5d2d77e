-- What diff() says, what it refuses, and that no shadow database stays.
SET client_min_messages = warning;

-- Nothing to compare with; then nothing to do.
SELECT * FROM confiture.diff();
SELECT * FROM confiture.diff('nowhere');
SELECT confiture.put('schema/10_a.sql', 'CREATE TABLE a (id integer PRIMARY KEY, name text);') IS NOT NULL AS put;
CREATE TABLE a (id integer PRIMARY KEY, name text);
SELECT step, statement FROM confiture.diff();

-- In an order that runs, and each row with the fingerprint of this database.
SELECT confiture.put('schema/20_b.sql', $$CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
CREATE VIEW c AS SELECT b.id, a.name FROM b JOIN a ON a.id = b.a;
INSERT INTO a VALUES (1);$$) IS NOT NULL AS put;
SELECT step, action, kind, object, statement, transactional, hazards, reversible FROM confiture.diff();
SELECT count(DISTINCT d.fingerprint) AS one, bool_and(d.fingerprint = confiture.fingerprint()) AS this FROM confiture.diff() AS d;
SELECT count(*) AS rows_here FROM a;

-- In a transaction that has changed something, and under any isolation level.
BEGIN;
ALTER TABLE a ADD here boolean;
SELECT statement, hazards FROM confiture.diff() WHERE object LIKE 'public.a%';
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) > 0 AS goes FROM confiture.diff();
COMMIT;
BEGIN READ ONLY;
SELECT * FROM confiture.diff();
ROLLBACK;

-- What can't be built.
\set SHOW_CONTEXT errors
SELECT confiture.put('schema/30_bad.sql', E'CREATE TABLE d ();\n\nCREATE TABLE a ();') IS NOT NULL AS put;
SELECT * FROM confiture.diff();
SELECT confiture.put('schema/30_bad.sql', 'CREATE TABLE d (') IS NOT NULL AS put;
SELECT * FROM confiture.diff();
SELECT confiture.put('schema/30_bad.sql', 'CREATE EXTENSION regress_none') IS NOT NULL AS put;
\set SHOW_CONTEXT never
\set VERBOSITY sqlstate
SELECT * FROM confiture.diff();
\set VERBOSITY default
\set SHOW_CONTEXT errors
SELECT confiture.put('schema/30_bad.sql', 'CREATE TABLE d (); ALTER TABLE d OWNER TO regress_nobody') IS NOT NULL AS put;
SELECT * FROM confiture.diff();

-- What all databases of the server share.
SELECT confiture.put('schema/30_bad.sql', E'CREATE TABLE d ();\nCREATE ROLE regress_shared;') IS NOT NULL AS put;
SELECT * FROM confiture.diff();
SELECT confiture.put('schema/30_bad.sql', E'DO $$BEGIN CREATE ROLE regress_shared; END$$;') IS NOT NULL AS put;
SELECT * FROM confiture.diff();
CREATE FUNCTION pg_temp.refused(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM confiture.put('schema/30_bad.sql', statement);
    PERFORM * FROM confiture.diff();
    RETURN 'goes';
EXCEPTION WHEN SQLSTATE 'ZF080' THEN
    RETURN sqlerrm;
END$$;
SELECT statement, pg_temp.refused(statement) FROM (VALUES
    ('ALTER ROLE postgres SET work_mem = 1'), ('ALTER ROLE postgres CONNECTION LIMIT 1'), ('DROP ROLE regress_none'), ('GRANT pg_monitor TO postgres'),
    ('DROP OWNED BY postgres'), ('REASSIGN OWNED BY postgres TO postgres'), ('CREATE DATABASE regress_x'), ('DROP DATABASE regress_x'),
    ('ALTER DATABASE postgres SET work_mem = 1'), ('ALTER DATABASE postgres CONNECTION LIMIT 1'), ('ALTER DATABASE postgres REFRESH COLLATION VERSION'),
    ('ALTER DATABASE postgres RENAME TO x'), ('ALTER DATABASE postgres OWNER TO postgres'), ('GRANT CREATE ON DATABASE postgres TO PUBLIC'),
    ('COMMENT ON DATABASE postgres IS NULL'), ('COMMENT ON ROLE postgres IS NULL'), ('SECURITY LABEL ON ROLE postgres IS NULL'),
    ('CREATE TABLESPACE x LOCATION ''/x'''), ('DROP TABLESPACE x'), ('ALTER TABLESPACE x RENAME TO y'), ('ALTER TABLESPACE x SET (seq_page_cost = 1)'),
    ('ALTER SYSTEM SET work_mem = 1'), ('GRANT SET ON PARAMETER work_mem TO PUBLIC'), ('DROP SUBSCRIPTION x'), ('ALTER SUBSCRIPTION x ENABLE'),
    ('CREATE SUBSCRIPTION x CONNECTION '''' PUBLICATION y WITH (create_slot = false)'), ('COMMENT ON TABLE a IS NULL'), ('GRANT SELECT ON a TO PUBLIC')) AS s (statement);

-- A subscription that does nothing goes, and the shadow that has it.
SELECT confiture.put('schema/30_bad.sql', $$CREATE SUBSCRIPTION regress_s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = 'regress_slot')$$) IS NOT NULL AS put;
SET client_min_messages = error;
SELECT count(*) > 0 AS goes FROM confiture.diff();
RESET client_min_messages;
SELECT confiture.remove('schema/30_bad.sql');

-- With whose rights: a role that may make no database, one that may, and an author whose files it must not run.
CREATE ROLE regress_plain;
GRANT USAGE ON SCHEMA confiture TO regress_plain;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_plain;
SET ROLE regress_plain;
SELECT * FROM confiture.diff();
RESET ROLE;
ALTER ROLE regress_plain CREATEDB;
SET ROLE regress_plain;
SELECT count(*) > 0 AS goes FROM confiture.diff();
SELECT confiture.put('schema/40_his.sql', 'SELECT 1') IS NOT NULL AS put;
RESET ROLE;
\set SHOW_CONTEXT never
SELECT * FROM confiture.diff();
SELECT confiture.remove('schema/40_his.sql');

-- Owners and privileges count where the environment has an owner.
CREATE ROLE regress_owner;
GRANT SELECT ON a TO regress_plain;
SELECT confiture.environment_set('owned', owner => 'regress_owner', exclude => '{schema/20*}') IS NOT NULL AS set;
SELECT confiture.environment_set('bare', exclude => '{schema/20*}') IS NOT NULL AS set;
SELECT statement FROM confiture.diff('bare');
SELECT statement FROM confiture.diff('owned') ORDER BY statement COLLATE "C";

-- Those that are objects by themselves stay only as long as what they are for.
GRANT EXECUTE ON FUNCTION pg_ls_dir(text) TO regress_plain;
CREATE SCHEMA gone;
ALTER DEFAULT PRIVILEGES IN SCHEMA gone GRANT SELECT ON TABLES TO regress_plain;
CREATE EXTENSION pg_trgm SCHEMA gone;
REVOKE EXECUTE ON FUNCTION gone.similarity(text, text) FROM PUBLIC;
SELECT statement FROM confiture.diff('bare');
CALL confiture.sync_schema('bare', allow => '{breaks_clients}');
SELECT has_function_privilege('regress_plain', 'pg_ls_dir(text)', 'EXECUTE') AS stays;

SELECT count(*) AS shadows FROM pg_database WHERE datname LIKE 'confiture\_shadow\_%';
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA confiture FROM regress_plain;
REVOKE ALL ON SCHEMA confiture FROM regress_plain;
REVOKE ALL ON a FROM regress_plain;
REVOKE ALL ON FUNCTION pg_ls_dir(text) FROM regress_plain;
DROP ROLE regress_plain, regress_owner;

-- Functions too, which have no schema while they are being made.
SELECT confiture.put('schema/30_bad.sql', 'CREATE FUNCTION e(integer) RETURNS integer LANGUAGE sql AS ''SELECT $1''; CREATE PROCEDURE f() LANGUAGE sql AS ''SELECT 1'';') IS NOT NULL AS put;
SELECT statement FROM confiture.diff() WHERE kind IN ('function', 'procedure');
