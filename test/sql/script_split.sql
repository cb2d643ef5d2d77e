-- Statements end where psql sees them end.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'

SELECT confiture.put('schema/a.sql', $file$
CREATE TABLE t (a int, b text); CREATE TABLE "semi;colon" (a int); -- ; here
/* ; /* ; */ ; */ CREATE TABLE log (what text);
CREATE FUNCTION quoted() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b' || $x$ ; $$ ; $x$ $$; -- not one dollar quote inside the other
$file$) AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', $file$
CREATE TABLE t (a int, b text); CREATE TABLE "semi;colon" (a int); -- ; here
/* ; /* ; */ ; */ CREATE TABLE log (what text);
CREATE FUNCTION quoted() RETURNS text LANGUAGE sql AS $body$ SELECT 'a;b' || $$ ; $x$ ; $$ $body$;
CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN 1 = 1 THEN CASE 2 WHEN 2 THEN 3 END ELSE (SELECT CASE 4 WHEN 4 THEN 5 END) END; END;
CREATE OR REPLACE PROCEDURE two(INOUT a int) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO log VALUES ('end;'); /* end; */
    SELECT a + 1; -- end;
END;
CREATE FUNCTION three("end" int) RETURNS int RETURN "end" + 1;
CREATE FUNCTION four() RETURNS void BEGIN ATOMIC END;
CREATE RULE twice AS ON INSERT TO t DO ALSO (INSERT INTO log VALUES ('first;'); INSERT INTO log VALUES (new.b); );
CREATE RULE nothing AS ON DELETE TO t DO INSTEAD NOTHING;
DO $do$ BEGIN EXECUTE 'INSERT INTO t VALUES (1, ''x;y'');'; END; $do$;
INSERT INTO t VALUES (2, E'it''s; \'quoted\' \\'), (3, U&'\003b;'), (4, B'01'::text || X'1F'::text || N';'), (5, 'con'
  'tinued;');
INSERT INTO t VALUES (6, $1$;$1$);
$file$) AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/a.sql', replace(content, E'INSERT INTO t VALUES (6, $1$;$1$);\n', E'INSERT INTO t VALUES (6, $b1$;$b1$), (7, $ü$;$ü$); SELECT 1 -- no semicolon'))
  FROM confiture.source \g /dev/null
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT * FROM t ORDER BY a;
SELECT * FROM log ORDER BY what;
SELECT quoted(), one(), three(1), four();
CALL two(1);
DELETE FROM t;
SELECT count(*) FROM t;
ROLLBACK;

-- the server's scanner decides what a keyword is: neither case nor a comment in the middle matters
SELECT confiture.put('schema/a.sql', $file$
create /* ; */ function one() returns int begin /* ; */ atomic select 1; select 2; end; select one();
CREATE FUNCTION begin_atomic() RETURNS text LANGUAGE sql AS 'SELECT ''begin atomic'''; SELECT 'begin atomic';
CREATE TABLE atomic (begin int); CREATE VIEW begin AS SELECT begin AS atomic FROM atomic; SELECT begin atomic FROM atomic;
$file$) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
ROLLBACK;

-- names longer than 63 bytes are cut with one NOTICE, not two
SELECT confiture.put('schema/a.sql', format('CREATE TABLE %s (a int);', repeat('n', 70))) AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
ROLLBACK;
-- other blanks than newlines
SELECT confiture.put('schema/a.sql', E'CREATE\tTABLE\ft\r(a int);\r-- comment\rCREATE TABLE u (a int);\r\n') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
ROLLBACK;
:nothing
