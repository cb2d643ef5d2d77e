-- Deferred constraints end with the file: a violation belongs to the file that caused it, and no file binds those behind it.
\set nothing 'SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = ''public''::regnamespace) AS relations, (SELECT count(*) FROM confiture.history) AS history, (SELECT count(*) FROM confiture.applied) AS applied;'
SELECT confiture.put('schema/1.sql', $file$
CREATE TABLE parent (id int PRIMARY KEY, child int);
CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL CONSTRAINT child_parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE parent ADD CONSTRAINT parent_child FOREIGN KEY (child) REFERENCES child DEFERRABLE INITIALLY DEFERRED;
$file$),
       confiture.put('schema/2.sql', E'INSERT INTO child VALUES (1, 1);\nINSERT INTO child VALUES (2, 2);\nINSERT INTO parent VALUES (1, 1);\n'),
       confiture.put('schema/3.sql', E'INSERT INTO parent VALUES (2, 2);\n') \g /dev/null
SELECT path, statements FROM confiture.build();
\echo :SQLSTATE
:nothing
-- the cycle filled child first in one file, then altered by the next one (which pending events would forbid)
SELECT confiture.put('schema/2.sql', E'INSERT INTO child VALUES (1, 1);\nINSERT INTO parent VALUES (1, 1);\n'),
       confiture.put('schema/3.sql', E'ALTER TABLE parent ADD name text;\nALTER TABLE child ADD name text;\nSELECT conname, condeferred FROM pg_constraint;\n'),
       confiture.put('schema/4.sql', E'SET CONSTRAINTS ALL IMMEDIATE;\nINSERT INTO parent VALUES (3, 1);\n'),
       confiture.put('schema/5.sql', E'INSERT INTO child VALUES (4, 4);\nINSERT INTO parent VALUES (4, 4);\nCREATE TABLE later (a int UNIQUE DEFERRABLE INITIALLY DEFERRED, b int UNIQUE DEFERRABLE INITIALLY IMMEDIATE);\nINSERT INTO later VALUES (1, 1), (1, 2);\nUPDATE later SET a = b;\n'),
       confiture.put('schema/6.sql', E'SET CONSTRAINTS ALL DEFERRED;\nINSERT INTO later VALUES (3, 1);\nDELETE FROM later WHERE a = 1;\n') \g /dev/null
BEGIN;
SELECT path, statements FROM confiture.build();
SELECT * FROM parent ORDER BY id;
SELECT * FROM later ORDER BY a;
-- what begins immediate is immediate again behind the file that deferred it
SAVEPOINT s;
INSERT INTO later VALUES (4, 1);
ROLLBACK TO s;
-- what begins deferred is deferred again, and violated constraints of the transaction's own are its own
INSERT INTO child VALUES (9, 9);
COMMIT;
:nothing
-- SET CONSTRAINTS ALL IMMEDIATE in the file that defers
SELECT confiture.put('schema/4.sql', E'INSERT INTO child VALUES (7, 7);\nSET CONSTRAINTS ALL IMMEDIATE;\nINSERT INTO parent VALUES (7, 7);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/4.sql', E'SET CONSTRAINTS child_parent IMMEDIATE;\nINSERT INTO child VALUES (7, 7);\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/4.sql', E'SET CONSTRAINTS nosuch DEFERRED;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT count(confiture.remove(path)) FROM confiture.source;

-- constraints of one name in two tables, one of them not deferrable, in two schemas, one not on the search_path, in partitions
SELECT confiture.put('schema/1.sql', $file$
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE a (p int, CONSTRAINT same FOREIGN KEY (p) REFERENCES p DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE b (p int, CONSTRAINT same FOREIGN KEY (p) REFERENCES p);
CREATE SCHEMA "other one";
CREATE TABLE "other one".c (p int, CONSTRAINT same FOREIGN KEY (p) REFERENCES p DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE d (p int, CONSTRAINT d_p FOREIGN KEY (p) REFERENCES p DEFERRABLE INITIALLY DEFERRED) PARTITION BY LIST (p);
CREATE TABLE d1 PARTITION OF d FOR VALUES IN (1);
CREATE TABLE d2 PARTITION OF d DEFAULT;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'deferred trigger on %', tg_table_name; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON b DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
$file$),
       confiture.put('schema/2.sql', E'INSERT INTO a VALUES (1);\nINSERT INTO "other one".c VALUES (1);\nINSERT INTO d VALUES (1), (2);\nINSERT INTO p VALUES (1), (2);\nINSERT INTO b VALUES (1);\nDO $$ BEGIN RAISE NOTICE ''end of the file''; END $$;\n'),
       confiture.put('schema/3.sql', E'ALTER TABLE a ADD x int;\nALTER TABLE b ADD x int;\nALTER TABLE "other one".c ADD x int;\nALTER TABLE d ADD x int;\nDROP TABLE d2;\nINSERT INTO a VALUES (2);\n'),
       confiture.put('schema/4.sql', E'INSERT INTO a VALUES (1);\nINSERT INTO "other one".c VALUES (3);\n'),
       confiture.put('schema/5.sql', E'INSERT INTO p VALUES (3);\n') \g /dev/null
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/4.sql', E'INSERT INTO d VALUES (1);\nDELETE FROM p WHERE id = 1;\n') AS ok \gset
SELECT path, statements FROM confiture.build();
SELECT confiture.put('schema/4.sql', E'SELECT 1') AS ok \gset
BEGIN;
SELECT path, statements FROM confiture.build();
ROLLBACK;

-- the same in migrations; a deferrable constraint made by SQL that is put together is seen too
SELECT count(confiture.remove(path)) FROM confiture.source;
SELECT confiture.put('migrations/1_make.sql', E'CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE a (p int);\nDO $$ BEGIN EXECUTE ''ALTER TABLE a ADD CONSTRAINT a_p FOREIGN KEY (p) REFERENCES p DEFER'' || ''RABLE INITIALLY DEFER'' || ''RED''; END $$;\n'),
       confiture.put('migrations/2_fill.sql', E'INSERT INTO a VALUES (1);\n'),
       confiture.put('migrations/3_more.sql', E'INSERT INTO p VALUES (1);\n') \g /dev/null
SELECT version FROM confiture.migrate_up();
SELECT version, state FROM confiture.status;
SELECT version FROM confiture.migrate_up('1');
SELECT version FROM confiture.migrate_up();
-- what the caller deferred before is settled with the first file
BEGIN;
INSERT INTO a VALUES (5);
SELECT confiture.put('migrations/2_fill.sql', E'SELECT 1;\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
ROLLBACK;
BEGIN;
INSERT INTO a VALUES (5);
SELECT confiture.put('migrations/2_fill.sql', E'INSERT INTO p VALUES (5);\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
COMMIT;
SELECT * FROM a;

-- other people's constraints, in schemas that the caller may not use, are none of ours
CREATE ROLE regress_constraints;
GRANT ALL ON SCHEMA public TO regress_constraints;
GRANT USAGE ON SCHEMA confiture TO regress_constraints;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_constraints;
CREATE SCHEMA private;
CREATE TABLE private.p (id int PRIMARY KEY);
CREATE TABLE private.a (p int CONSTRAINT private_a REFERENCES private.p DEFERRABLE INITIALLY DEFERRED);
SELECT count(confiture.remove(path)) FROM confiture.source;
SELECT confiture.put('migrations/9_mine.sql', E'CREATE TABLE mine (a int UNIQUE DEFERRABLE);\nSET CONSTRAINTS ALL DEFERRED;\nINSERT INTO mine VALUES (1), (1);\nDELETE FROM mine;\nSET CONSTRAINTS ALL IMMEDIATE;\n') AS ok \gset
SET SESSION AUTHORIZATION regress_constraints;
SELECT version FROM confiture.migrate_up();
RESET SESSION AUTHORIZATION;
DROP OWNED BY regress_constraints;
DROP ROLE regress_constraints;
