-- What can't be parsed is refused with path, line, statement, and the server's own LINE and caret; nothing of the build stays.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'

-- file 700 of 1,000
SELECT count(confiture.put(format('schema/%s.sql', i),
                           format(E'-- table %s\nCREATE TABLE t%s (\n    id int,\n    name text%s\n);\n', i, i, CASE i WHEN 700 THEN ',' END)))
  FROM generate_series(1, 1000) i;
SELECT path, statements FROM confiture.build();
\echo :SQLSTATE
:nothing
SELECT confiture.put('schema/700.sql', 'CREATE TABLE t700 (id int)') AS ok \gset
BEGIN;
SELECT count(*), sum(statements) FROM confiture.build();
:nothing
ROLLBACK;
:nothing
SELECT count(confiture.remove(path)) FROM confiture.source;

-- the position counts characters, not bytes, and lines from the begin of the file
SELECT confiture.put('schema/a.sql', E'/* größe\n */ SELECT 1; SELECT ''größe'' AS größe,\n  ''ü'' AS FROM x;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- so does that of an error that is no syntax error
SELECT confiture.put('schema/a.sql', E'SELECT 1;\n\n\nSELECT ''größe'', größe FROM pg_class;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- and that of an error inside a function
SELECT confiture.put('schema/a.sql', E'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n    RAISE ''no'';\nEND $$;\nSELECT f();\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n    SELECT nothing FROM nowhere\n$$;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- an error without a position
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\n  -- again\n  CREATE TABLE t (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
\echo :SQLSTATE
-- everything that the server says of an error
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int PRIMARY KEY);\nINSERT INTO t VALUES (1), (1);\n') AS ok \gset
DO $$
DECLARE constraint_name text; table_name text; schema_name text; detail text; context text;
BEGIN
    PERFORM confiture.build();
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS constraint_name = CONSTRAINT_NAME, table_name = TABLE_NAME, schema_name = SCHEMA_NAME,
        detail = PG_EXCEPTION_DETAIL, context = PG_EXCEPTION_CONTEXT;
    RAISE NOTICE E'% % %\n%\n%', schema_name, table_name, constraint_name, detail, context;
END $$;

-- what begins and does not end
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE TABLE u (\n    a text DEFAULT ''oops\n);\nCREATE TABLE v (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE TABLE u (\n    "a int\n);\nCREATE TABLE v (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $body$\n    SELECT 1;\n$bod$;\nCREATE TABLE v (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE TABLE u (a int); /* so\n /* it */ goes\nCREATE TABLE v (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE TABLE u (a int\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n  SELECT 1;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- what ends and did not begin
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int));\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'SELECT E''\\u00zz'';\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'SELECT 1x;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- the same in a migration
SELECT confiture.remove('schema/a.sql');
SELECT confiture.put('migrations/1_first.sql', 'CREATE TABLE t (a int);'),
       confiture.put('migrations/2_second.sql', E'-- confiture: lock_timeout=1s\nALTER TABLE t ADD b int;\nALTER TABLE t ADD COLUMN c intt;\n') \g /dev/null
SELECT version, name, statements FROM confiture.migrate_up();
:nothing
SELECT version, state FROM confiture.status;

-- nothing but blanks and comments, nothing at all, a last statement without its semicolon, empty statements
SELECT confiture.put('schema/1.sql', ''), confiture.put('schema/2.sql', E'\n  -- nothing\n/* here */'), confiture.put('schema/3.sql', ';;'),
       confiture.put('schema/4.sql', ';CREATE TABLE t (a int);; ;CREATE TABLE u (a int)') \g /dev/null
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT string_agg(relname, ' ' ORDER BY relname COLLATE "C") FROM pg_class WHERE relnamespace = 'public'::regnamespace;
ROLLBACK;
:nothing
