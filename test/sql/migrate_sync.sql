-- sync_schema() runs the plan of diff(): what it needs to be allowed, what it refuses, what it records.
SET client_min_messages = warning;
\set VERBOSITY terse
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (id integer PRIMARY KEY, name text); CREATE VIEW v AS SELECT id FROM a;') IS NOT NULL AS put;
CALL confiture.sync_schema();
SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname COLLATE "C";
SELECT count(*) AS left FROM confiture.diff() WHERE statement IS NOT NULL;
SELECT id, action, version, name, outcome, statements > 0 AS ran, environment, up_text IS NOT NULL AS text, up_loaded_by = current_user AS by FROM confiture.history;
SELECT * FROM confiture.verify_history();
SELECT count(*) AS journal FROM confiture.step;
SELECT version, state FROM confiture.status;

-- Nothing to do is said, and not recorded.
RESET client_min_messages;
CALL confiture.sync_schema();
SET client_min_messages = warning;
SELECT count(*) FROM confiture.history;

-- Another build would come on top.
SELECT confiture.build();

-- Hazards: none runs that is not allowed by its name.
INSERT INTO a VALUES (1, 'one');
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (id integer PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a;') IS NOT NULL AS put;
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT h FROM confiture.diff() d, unnest(d.hazards) AS h ORDER BY h COLLATE "C";
\set VERBOSITY terse
CALL confiture.sync_schema();
CALL confiture.sync_schema(allow => '{rewrites_table}');
CALL confiture.sync_schema(allow => '{deletes_everything}');
CALL confiture.sync_schema(allow => '{NULL}');
CALL confiture.sync_schema(NULL);
SELECT name FROM a;

-- A fingerprint: of the plan that was looked at, and of no other.
SELECT fingerprint FROM confiture.diff() LIMIT 1 \gset
CREATE TABLE meanwhile ();
\set VERBOSITY sqlstate
CALL confiture.sync_schema(allow => '{deletes_data,breaks_clients,irreversible}', fingerprint => :'fingerprint');
\set VERBOSITY terse
DROP TABLE meanwhile;
SELECT array_agg(DISTINCT h) AS hazards FROM confiture.diff() d, unnest(d.hazards) AS h \gset
CALL confiture.sync_schema(allow => :'hazards', fingerprint => :'fingerprint');
SELECT * FROM a;
SELECT count(*) AS left FROM confiture.diff() WHERE statement IS NOT NULL;

-- While a migration waits, is refused; and so is a call that can't commit.
SELECT confiture.put('migrations/001_x.up.sql', 'CREATE TABLE x ();') IS NOT NULL AS put;
CALL confiture.sync_schema();
SELECT * FROM confiture.generate('y');
SELECT version FROM confiture.migrate_up();
BEGIN;
CALL confiture.sync_schema();
ROLLBACK;
SET default_transaction_isolation = 'repeatable read';
CALL confiture.sync_schema();
RESET default_transaction_isolation;

-- What fails leaves all as it was, says where, and is recorded.
SELECT confiture.put('schema/x.sql', 'CREATE TABLE x ();') IS NOT NULL AS put;
INSERT INTO a VALUES (2);
SELECT confiture.put('schema/b.sql', 'CREATE TABLE aa (); ALTER TABLE a ADD CONSTRAINT small CHECK (id < 2);') IS NOT NULL AS put;
\set VERBOSITY sqlstate
SELECT array_agg(DISTINCT h) AS hazards FROM confiture.diff() d, unnest(d.hazards) AS h \gset
CALL confiture.sync_schema(allow => :'hazards');
\set VERBOSITY terse
SELECT to_regclass('aa');
SELECT action, outcome, sqlstate, message FROM confiture.history ORDER BY id DESC LIMIT 1;
DELETE FROM a WHERE id = 2;
CALL confiture.sync_schema(allow => :'hazards');
SELECT to_regclass('aa');
SELECT count(*) AS journal FROM confiture.step;
SELECT * FROM confiture.verify_history();
