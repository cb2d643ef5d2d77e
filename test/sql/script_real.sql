-- What the published schemas of large applications hold, beside what the other tests look at.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history;'

-- settings may stand before the BEGIN of the whole file
SELECT confiture.put('schema/a.sql', $file$
\set ON_ERROR_STOP 1

SET search_path = shop, public;
RESET work_mem;

BEGIN;
CREATE SCHEMA shop;
CREATE TABLE t (a int);
COMMIT;

-- vi: set ts=4 sw=4 et :
$file$) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT count(*) FROM shop.t;
ROLLBACK;
-- not what psql would have undone before BEGIN, nor anything else
SELECT confiture.put('schema/a.sql', E'SET LOCAL search_path = pg_catalog;\nBEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'SET CONSTRAINTS ALL DEFERRED;\nBEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'DROP TABLE IF EXISTS t;\n\nbegin;\n\ncreate table t (a int);\ncommit;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'SET search_path = public;\nBEGIN;\nCREATE TABLE t (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
:nothing

-- the output of a newer pg_dump, kept without its comments
SELECT confiture.put('schema/a.sql', $file$
SET statement_timeout = 0;
SET lock_timeout = 0;
SET setting_of_next_year = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.schema_migrations (version character varying NOT NULL);
SET search_path TO "$user", public;
INSERT INTO "schema_migrations" (version) VALUES ('20240102'), ('20240101');
$file$) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT version FROM schema_migrations ORDER BY version;
ROLLBACK;
-- not in a file that somebody wrote
SELECT confiture.put('schema/a.sql', E'SET setting_of_next_year = 0;\nCREATE TABLE t (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();

-- files that read others
SELECT confiture.put('schema/a.sql', E'\\ir tables/t.sql\n') AS ok \gset
SELECT path, statements FROM confiture.build();

-- a warning points into its statement, not into the query of the caller
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\n-- why\nCREATE GLOBAL TEMP TABLE g (a int);\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
ROLLBACK;
:nothing
