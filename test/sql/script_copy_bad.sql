-- COPY data that can't be taken: the error names the line of the file that the row stands in, and nothing of the build stays.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'

-- cut off
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n2\n') AS ok \gset
SELECT path, statements FROM confiture.build();
\echo :SQLSTATE
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.x\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin; SELECT 1;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();

-- bad rows
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n2\nthree\n4\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int, b int);\nCOPY t FROM stdin;\n1\t1\n2\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int, b int);\nCOPY t FROM stdin;\n1\t1\n2\t2\t3\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text, b int);\nCOPY t FROM stdin CSV HEADER;\na,b\n"one\n1",1\n"two",zwei\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text, b int);\nCOPY t FROM stdin CSV;\n"one,1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- rows that violate constraints
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int CHECK (a < 3));\nCOPY t FROM stdin;\n1\n2\n3\n4\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL);\nCOPY t FROM stdin;\n1\t1\n2\t2\n1\t3\n4\t4\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL);\nCOPY t FROM stdin;\n1\t1\n2\t\\N\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE p (a int PRIMARY KEY);\nCREATE TABLE t (a int REFERENCES p);\nCOPY t FROM stdin;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int) PARTITION BY LIST (a);\nCREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);\nCOPY t FROM stdin;\n1\n2\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', $file$CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.a = 2 THEN RAISE 'not two'; END IF;
    RETURN new;
END $$;
CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
COPY t FROM stdin;
1
2
\.
$file$) AS ok \gset
SELECT path, statements FROM confiture.build();

-- statements that can't be run
SELECT confiture.put('schema/a.sql', E'COPY nowhere FROM stdin;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t (a, b) FROM stdin;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin (FORMAT text, DELIMITR x);\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin WHERE b > 1;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin (FORMAT binary);\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE VIEW v AS SELECT 1 AS a;\nCOPY v FROM stdin;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);\nCOPY t FROM stdin WHERE b = 1;\n1\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
-- there is no client to copy to
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t TO stdout;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'COPY (SELECT 1) TO stdout;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
:nothing

-- the next COPY of the session is not disturbed by the failed ones
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT * FROM t;
ROLLBACK;
