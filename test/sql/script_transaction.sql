-- A file runs in one transaction with what is recorded of it: it may wrap itself whole, and do no more about transactions.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
\set try 'SELECT version, statements FROM confiture.migrate_up();'

-- accepted: the whole file between BEGIN and COMMIT, and pg_dump's blocks around large objects
SELECT confiture.put('migrations/1_a.sql', E'-- head\nSET client_encoding = ''UTF8'';\nBEGIN;\nCREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\nCOMMIT;\n-- tail\n'),
       confiture.put('migrations/2_b.sql', E'start transaction; CREATE TABLE u (a int); end'),
       confiture.put('migrations/3_c.sql', E'BEGIN WORK;\nCOMMIT WORK;\n'),
       confiture.put('migrations/4_d.sql', E'SELECT pg_catalog.lo_create(\'4711\');\nBEGIN;\nSELECT pg_catalog.lo_open(\'4711\', 131072);\nSELECT pg_catalog.lowrite(0, \'\\x00ff\');\nSELECT pg_catalog.lo_close(0);\nCOMMIT;\n' ||
                                             E'BEGIN;\nSELECT pg_catalog.lo_open(\'4711\', 131072);\nSELECT pg_catalog.lo_close(0);\nCOMMIT;\nCREATE TABLE v (a int);\n') \g /dev/null
BEGIN;
:try
SELECT string_agg(relname, ' ' ORDER BY relname COLLATE "C") FROM pg_class WHERE relnamespace = 'public'::regnamespace;
SELECT lo_get(4711);
SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS still_ours;
ROLLBACK;
:nothing
SELECT count(*) FROM pg_largeobject_metadata;

-- refused: everything else
SELECT count(confiture.remove(path)) FROM confiture.source \g /dev/null
\set text 'CREATE TABLE t (a int);\nCOMMIT;\nCREATE TABLE u (a int);\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\echo :SQLSTATE
\set text 'CREATE TABLE t (a int);\nROLLBACK;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'CREATE TABLE t (a int);\nSAVEPOINT s;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'PREPARE TRANSACTION ''x'';\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'BEGIN;\nCREATE TABLE t (a int);\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\echo :SQLSTATE
\set text 'BEGIN;\nCREATE TABLE t (a int);\nROLLBACK;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'BEGIN;\nBEGIN;\nCOMMIT;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'BEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\nCREATE TABLE u (a int);\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'CREATE TABLE t (a int);\nBEGIN;\nCREATE TABLE u (a int);\nCOMMIT;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'CREATE TABLE t (a int);\nBEGIN;\nSELECT pg_catalog.lo_create(1);\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
-- what BEGIN and COMMIT say besides could not be kept
\set text 'BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE t (a int);\nCOMMIT;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'BEGIN;\nCREATE TABLE t (a int);\nCOMMIT AND CHAIN;\nROLLBACK;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
-- where the server sees it, the server says no
\set text 'CREATE TABLE t (a int);\nDO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\echo :SQLSTATE
\set text 'CREATE TABLE t (a int);\nCREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); ROLLBACK; END $$;\nCALL p();\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'DO $$ BEGIN EXECUTE ''COMMIT''; END $$;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
\set text 'DO $$ BEGIN EXECUTE ''SET TRANSACTION ISOLATION LEVEL SERIALIZABLE''; END $$;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
:try
:nothing

-- statements that refuse a transaction
CREATE TABLE kept (a int);
-- in a block with a handler, where the server's words are the same in all versions
CREATE FUNCTION pg_temp.try() RETURNS text LANGUAGE plpgsql AS $$
DECLARE message text; detail text; hint text; context text;
BEGIN
    PERFORM confiture.migrate_up();
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
    RETURN concat_ws(E'\n', SQLSTATE || ' ' || message, detail, hint, substring(context from 'migrations/[^\n]*'));
END $$;
\pset format unaligned
\pset tuples_only on
\set text 'CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY kept_a ON kept (a);\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT pg_temp.try();
\set text 'VACUUM kept;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT pg_temp.try();
\set text 'ALTER SYSTEM SET work_mem = ''8MB'';\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT pg_temp.try();
\set text 'CREATE DATABASE regress_never;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT pg_temp.try();
\set text 'DO $$ BEGIN EXECUTE ''CREATE INDEX CONCURRENTLY kept_a ON kept (a)''; END $$;\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT pg_temp.try();
\pset format aligned
\pset tuples_only off
-- a new value of a type that was there before can't be used before the transaction ends
\set text 'CREATE TYPE mood AS ENUM (''glad'');\n'
SELECT confiture.put('migrations/1_a.sql', :'text') AS ok \gset
SELECT confiture.put('migrations/2_b.sql', E'ALTER TYPE mood ADD VALUE ''sad'';\n'),
       confiture.put('migrations/3_c.sql', E'CREATE TABLE t (m mood DEFAULT ''sad'');\n') \g /dev/null
SELECT version FROM confiture.migrate_up('1');
:try
\echo :SQLSTATE
SELECT version, state FROM confiture.status;
SELECT enum_range(NULL::mood);
