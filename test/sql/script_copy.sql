-- COPY ... FROM stdin takes its data from the file, whatever the format and the session's encoding.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'

SELECT confiture.put('schema/a.sql', $file$
CREATE TABLE t (a int, b text DEFAULT 'default', c text);
COPY t FROM stdin;
1	one	x
2	\N	\\.
3	a\tb\nc\\d	\\.\\.
\.
COPY public.t (c, a) FROM stdin WITH (FORMAT csv, HEADER true, DELIMITER ';');
c;a
"quo;ted
line";4
\.;5
;6
\.
COPY t (a) FROM stdin;
\.
COPY t (a, b, c) FROM STDIN (NULL 'nil', DELIMITER '|') WHERE a <> 8;
7|nil|size
8|out|out
\.
COPY t FROM stdin CSV; -- the rest of the line may be a comment
9,"\.",
\.
SELECT 'behind the data';
COPY t FROM stdin WITH DELIMITER AS ',' NULL AS '';
10,,last
\.
$file$) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT a, replace(b, E'\t', '<tab>') AS b, c FROM t ORDER BY a;
ROLLBACK;

-- data that end with the file, with and without a newline
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT * FROM t;
ROLLBACK;
-- lines that end in CRLF
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\r\nCOPY t FROM stdin;\r\none\r\ntwo\r\n\\.\r\n\\unrestrict\r\nSELECT 1;\r\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT a, length(a) FROM t ORDER BY a;
ROLLBACK;

-- the text is kept in the encoding of the database, whatever the session says
SET client_encoding = 'LATIN1';
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\nCOPY t FROM stdin;\nGr\u00f6\u00dfe\n\\.\nINSERT INTO t VALUES (''\u00fc'');\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT convert_to(a, 'UTF8') AS bytes, length(a) FROM t ORDER BY a;
ROLLBACK;
-- also when the file says so to psql by a function that we don't see through
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\nSELECT set_config(''client_encoding'', ''LATIN1'', false);\nCOPY t FROM stdin;\n\u00e9\n\\.\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT convert_to(a, 'UTF8') AS bytes FROM t;
SHOW client_encoding;
ROLLBACK;
RESET client_encoding;
-- SET client_encoding is skipped where it says what is, or does not matter
SELECT confiture.put('schema/a.sql', E'SET client_encoding = ''UTF8'';\nSET NAMES ''utf-8'';\nCREATE TABLE t (a text);\nCOPY t FROM stdin;\nü\n\\.\n'),
       confiture.put('schema/b.sql', E'SET client_encoding TO latin1;\nCREATE TABLE u (a text);\n') \g /dev/null
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT convert_to(a, 'UTF8') AS bytes FROM t;
ROLLBACK;
-- and refused where it contradicts the text
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\nSET client_encoding = ''LATIN1'';\nINSERT INTO t VALUES (''ü'');\n'), confiture.remove('schema/b.sql') \g /dev/null
SELECT path, statements FROM confiture.build();
-- so is COPY's own option
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\nCOPY t FROM stdin (FORMAT text, ENCODING ''LATIN1'');\nx\n\\.\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', E'CREATE TABLE t (a text);\nCOPY t FROM stdin (ENCODING ''UTF8'');\nü\n\\.\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT convert_to(a, 'UTF8') AS bytes FROM t;
ROLLBACK;

-- a trigger that runs another COPY, views, partitions, generated and identity columns
SELECT confiture.put('schema/a.sql', $file$
CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p DEFAULT;
CREATE VIEW v AS SELECT a FROM p;
CREATE FUNCTION into_p() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO p (a) VALUES (new.a); RETURN new; END $$;
CREATE TRIGGER into_p INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION into_p();
COPY p (a) FROM stdin;
1
2
\.
COPY v FROM stdin;
3
\.
$file$) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT tableoid::regclass, * FROM p ORDER BY id;
ROLLBACK;
:nothing
