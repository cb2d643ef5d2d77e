-- Who may install the extension, and what is there once it is: nothing for anybody but its owner.
\set VERBOSITY terse
CREATE ROLE regress_plain LOGIN;
CREATE ROLE regress_confiture_creator LOGIN CREATEROLE CREATEDB;
GRANT CREATE ON DATABASE :DBNAME TO regress_plain;
GRANT ALL ON SCHEMA public TO regress_plain;

-- It can't be moved, not even by a superuser.
\set VERBOSITY default
ALTER EXTENSION confiture SET SCHEMA public;
\set VERBOSITY terse
DROP SCHEMA confiture CASCADE;
DROP TABLE confiture.history CASCADE;

-- What a plain role may not do to it.
SET ROLE regress_plain;
DROP EXTENSION confiture CASCADE;
ALTER EXTENSION confiture SET SCHEMA public;
ALTER EXTENSION confiture UPDATE;
ALTER EXTENSION confiture ADD SCHEMA public;
ALTER EXTENSION confiture DROP SCHEMA confiture;
CREATE TABLE confiture.mine ();
RESET ROLE;

-- Dropped and made again in one session, with something in it and with nothing pending remembered.
SELECT confiture.put('migrations/1_one.sql', 'SELECT 1') IS NOT NULL AS put;
SELECT version, name FROM confiture.migrate_up();
SELECT version, name FROM confiture.migrate_up();
DROP EXTENSION confiture CASCADE;
SELECT confiture.migrate_up();
CREATE EXTENSION confiture;
SELECT count(*) FROM confiture.migrate_status();
SELECT version, name FROM confiture.migrate_up();
SELECT confiture.put('migrations/1_one.sql', 'SELECT 1') IS NOT NULL AS put;
SELECT version, name FROM confiture.migrate_up();
SELECT * FROM confiture.verify_history();

-- The same in one transaction.
BEGIN;
DROP EXTENSION confiture CASCADE;
CREATE EXTENSION confiture;
SELECT version, name FROM confiture.migrate_up();
SELECT confiture.put('migrations/1_one.sql', 'SELECT 1') IS NOT NULL AS put;
SELECT version, name FROM confiture.migrate_up();
DROP EXTENSION confiture CASCADE;
CREATE EXTENSION confiture;
SELECT version, name FROM confiture.migrate_up();
SELECT confiture.put('migrations/1_other.sql', 'SELECT 1') IS NOT NULL AS put;
SELECT version, name FROM confiture.migrate_up();
ROLLBACK;
SELECT version, name, state FROM confiture.status;
DROP EXTENSION confiture;

-- Only a superuser installs it, whoever owns the database.
SET ROLE regress_plain;
\set VERBOSITY default
CREATE EXTENSION confiture;
\set VERBOSITY terse
SET ROLE regress_confiture_creator;
CREATE EXTENSION confiture;

-- A schema that somebody made before, with a function of his own in it.
SET ROLE regress_plain;
CREATE SCHEMA confiture;
CREATE FUNCTION confiture.put(path text, content varchar) RETURNS text LANGUAGE sql AS 'SELECT current_user::text';
RESET ROLE;
CREATE EXTENSION confiture;
CREATE EXTENSION confiture SCHEMA confiture;
CREATE EXTENSION confiture SCHEMA public;
SELECT count(*) FROM pg_extension WHERE extname = 'confiture';
DROP SCHEMA confiture CASCADE;

-- A role of that name, which has a schema of that name.
CREATE ROLE confiture;
CREATE SCHEMA AUTHORIZATION confiture;
CREATE EXTENSION confiture;
DROP SCHEMA confiture;
DROP ROLE confiture;

-- Whatever default privileges say, nobody has any right on what the extension makes; nor does anybody who may create in the search path.
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO regress_plain;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_plain WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO regress_plain, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
SET search_path = public, pg_catalog;
CREATE FUNCTION public.unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''captured''; END';
CREATE EXTENSION confiture;
RESET search_path;
SELECT kind, object, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END AS grantee, privilege_type
  FROM (SELECT 'schema'::text, nspname::text, nspacl, nspowner FROM pg_namespace WHERE nspname = 'confiture'
        UNION ALL SELECT 'table', relname::text, relacl, relowner FROM pg_class WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v')
        UNION ALL SELECT 'function', oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)), proowner
                    FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace) AS o (kind, object, acl, owner), aclexplode(acl)
 WHERE grantee <> owner
 ORDER BY 1, 2, 3, 4;
SET ROLE regress_plain;
SELECT count(*) FROM confiture.source;
INSERT INTO confiture.source VALUES ('schema/a.sql', 'DROP DATABASE', '', 'put', now(), 'postgres');
SELECT confiture.put('schema/a.sql', 'SELECT 1');
RESET ROLE;

-- Settings that only a superuser may change stay his, also where somebody set them before the library was there.
GRANT USAGE ON SCHEMA confiture TO regress_plain;
GRANT EXECUTE ON FUNCTION confiture.load_archive(bytea, boolean) TO regress_plain;
\c - regress_plain
SET confiture.archive_size = '1TB';
SET confiture.archive_files = '7';
SELECT confiture.load_archive('x'::bytea);
SHOW confiture.archive_size;
SHOW confiture.archive_files;
SET confiture.archive_files = '7';
SET confiture.unknown = 'x';
\c - postgres

DROP EXTENSION confiture;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SCHEMAS FROM regress_plain;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_plain, PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM regress_plain, PUBLIC;
DROP OWNED BY regress_plain;
DROP ROLE regress_plain, regress_confiture_creator;
