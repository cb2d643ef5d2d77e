-- Lines that begin with a backslash are psql's; what pg_dump writes of them is accepted, all else refused by name.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\\copy t FROM t.csv\n') AS ok \gset
SELECT path, statements FROM confiture.build();
\echo :SQLSTATE
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\n  \\i other.sql\nCREATE TABLE u (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nSELECT ''CREATE TABLE u ()''\n\\gexec\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nSELECT 1 AS one \\gset\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'\\connect other\nCREATE TABLE t (a int);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'\\set ON_ERROR_STOPPED 1\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'\\set other 1\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'\\restricted abc\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\\') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- in the middle of a statement nothing of psql's is accepted, \restrict neither
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int)\n\\restrict abc\n;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
:nothing
-- accepted
SELECT confiture.put('schema/a.sql', E'\\restrict kzQ\n\\set ON_ERROR_STOP on\nCREATE TABLE t (a int);\n\\set ON_ERROR_STOP\nSELECT E''\\\\i'', ''\\i'';\n-- \\i\n/*\n\\i */\n\\unrestrict kzQ\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
:nothing
ROLLBACK;
:nothing
