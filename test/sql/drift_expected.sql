-- drift() tells what others have changed, and nothing of what was built and migrated here.
\set drift 'SELECT kind, object, change FROM confiture.drift() ORDER BY change, kind COLLATE "C", object COLLATE "C";'
-- nothing is known of a database in which nothing was built, and it says so
SELECT * FROM confiture.drift();
\echo :SQLSTATE
CREATE TABLE before (a integer);
SELECT confiture.put('schema/1.sql', $$
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE customer (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''), mood mood);
CREATE INDEX customer_name ON customer (lower(name)) WHERE name <> 'x';
CREATE VIEW names AS SELECT id, name FROM customer;
CREATE TABLE event (at date, customer integer REFERENCES customer) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';
CREATE TRIGGER noted BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON COLUMN customer.name IS 'as on the door';
GRANT SELECT ON customer TO PUBLIC;
$$) \g /dev/null
SELECT path, statements FROM confiture.build();
:drift
-- a change by others is told: a table as one row, and of what changed only that
CREATE TABLE stranger (i integer PRIMARY KEY);
ALTER TABLE customer ADD COLUMN odd integer DEFAULT 1, ALTER name DROP DEFAULT;
REVOKE SELECT ON customer FROM PUBLIC;
COMMENT ON TABLE event IS 'theirs';
CREATE OR REPLACE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 41';
DROP VIEW names;
:drift
SELECT object, expected, actual FROM confiture.drift() WHERE object IN ('public.answer()', 'public.event', 'public.customer.odd', 'for public.customer.name') ORDER BY object COLLATE "C";
-- no run takes it over, and what the run itself changes is no drift
SELECT confiture.put('migrations/1_more.up.sql', $$
ALTER TABLE customer ADD COLUMN born date;
CREATE TABLE note (id serial PRIMARY KEY, customer integer REFERENCES customer, text text);
CREATE INDEX ON event (customer);
COMMENT ON COLUMN customer.born IS 'in the calendar of the day';
$$), confiture.put('migrations/2_renames.up.sql', $$
CREATE VIEW moods AS SELECT id, mood FROM customer;
ALTER TABLE customer RENAME COLUMN mood TO temper;
ALTER TYPE mood RENAME VALUE 'bad' TO 'worse';
ALTER TYPE mood RENAME TO temper;
ALTER TABLE note RENAME TO remark;
DO $do$ BEGIN EXECUTE 'CREATE TABLE made AS SELECT 1 AS one'; END $do$;
$$), confiture.put('migrations/3_rights.up.sql', $$
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE late (a integer);
DROP TABLE made;
$$) \g /dev/null
SELECT kind, object, change FROM confiture.drift() EXCEPT SELECT kind, object, change FROM confiture.drift();
CREATE TEMPORARY TABLE drift AS SELECT * FROM confiture.drift();
SELECT version, statements FROM confiture.migrate_up('2');
SELECT kind, object, change FROM confiture.drift() EXCEPT SELECT kind, object, change FROM drift;
SELECT kind, object, change FROM drift EXCEPT SELECT kind, object, change FROM confiture.drift();
-- of what others have changed, too, it takes over no more than it has changed itself: the privileges that it has left
SELECT version, statements FROM confiture.migrate_up();
SELECT kind, object, change FROM confiture.drift() EXCEPT SELECT kind, object, change FROM drift;
SELECT kind, object, change FROM drift EXCEPT SELECT kind, object, change FROM confiture.drift();
-- what rolls back has changed nothing; nor has a dry run
BEGIN;
SELECT confiture.put('migrations/4_four.up.sql', 'CREATE TABLE four ()') \g /dev/null
SELECT version FROM confiture.migrate_up();
ROLLBACK;
SELECT confiture.put('migrations/4_four.up.sql', 'CREATE TABLE four (); CREATE INDEX CONCURRENTLY late_a ON late (a);') \g /dev/null
SELECT object, change FROM confiture.drift() WHERE object ~ 'four|late';
-- a deployment in many transactions, some of them a worker's
CALL confiture.migrate();
SELECT object, change FROM confiture.drift() WHERE object ~ 'four|late';
DROP INDEX late_a;
SELECT object, change FROM confiture.drift() WHERE object ~ 'four|late';
-- the fingerprint behind a run is that of the database
SELECT fingerprint_after = (SELECT fingerprint_before FROM confiture.history n WHERE n.id = h.id + 1) AS goes_on FROM confiture.history h
 WHERE version IN ('1', '2') ORDER BY id;
SELECT fingerprint_after IS DISTINCT FROM confiture.fingerprint() AS drifted FROM confiture.history ORDER BY id DESC LIMIT 1;
-- whoever says that what is there is right says so by a baseline
SELECT confiture.baseline('4', 'as found');
SELECT confiture.baseline('4', 'once more, though nothing was found');
:drift
SELECT fingerprint_after = confiture.fingerprint() AS this FROM confiture.history ORDER BY id DESC LIMIT 1;
-- what another server or version has recorded says nothing
BEGIN;
UPDATE confiture.expected SET server = server - 1 WHERE identity = 'public.late';
SELECT * FROM confiture.drift();
ROLLBACK;
BEGIN;
UPDATE confiture.expected SET format = format + 1;
SELECT * FROM confiture.drift();
\echo :SQLSTATE
ROLLBACK;
-- after an update from a version that kept no such table, nothing is taken for expected by itself
BEGIN;
DELETE FROM confiture.expected;
SELECT confiture.put('migrations/5_five.up.sql', 'CREATE TABLE five ()') \g /dev/null
SELECT version FROM confiture.migrate_up();
SELECT * FROM confiture.drift();
ROLLBACK;
-- what a part makes valid by being attached is expected, too, up to the root
SELECT confiture.put('migrations/5_five.up.sql', $$CREATE TABLE tree (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b);
CREATE TABLE tree_1_x PARTITION OF tree_1 FOR VALUES IN ('x');
CREATE INDEX tree_b ON ONLY tree (b);
CREATE INDEX tree_1_b ON ONLY tree_1 (b);
CREATE INDEX tree_1_x_b ON tree_1_x (b);
ALTER INDEX tree_b ATTACH PARTITION tree_1_b;$$) \g /dev/null
SELECT confiture.put('migrations/6_six.up.sql', 'ALTER INDEX tree_1_b ATTACH PARTITION tree_1_x_b; ALTER FUNCTION answer() DEPENDS ON EXTENSION plpgsql; ALTER INDEX tree_1_x_b DEPENDS ON EXTENSION plpgsql') \g /dev/null
SELECT version FROM confiture.migrate_up();
:drift
SELECT fingerprint_after = confiture.fingerprint() AS this FROM confiture.history ORDER BY id DESC LIMIT 1;
-- a file can't write it
SELECT confiture.put('migrations/7_seven.up.sql', 'DELETE FROM confiture.expected') \g /dev/null
SELECT version FROM confiture.migrate_up();
