-- migrate_plan: what would run, in which segments, with which locks; nothing runs, nothing is locked.
\pset null NULL
CREATE SCHEMA app;
CREATE TABLE app.customer (id bigint PRIMARY KEY, name text);
CREATE TABLE app.invoice (id bigint PRIMARY KEY, customer bigint REFERENCES app.customer);
CREATE TYPE app.mood AS ENUM ('glad');
SET confiture.search_path = app;

SELECT confiture.put('migrations/1_columns.up.sql', $$
-- Two statements, one transaction.
ALTER TABLE customer ADD COLUMN email text;
UPDATE customer SET email = name || '@example.org';

CREATE INDEX CONCURRENTLY customer_email ON customer (email);
ALTER TABLE invoice ADD FOREIGN KEY (id)
    REFERENCES customer; SELECT 1;
ALTER TABLE invoice VALIDATE CONSTRAINT invoice_id_fkey;
SELECT 2;
$$) IS NOT NULL AS put;
SELECT confiture.put('migrations/2_mood.up.sql', $$BEGIN;
ALTER TYPE mood ADD VALUE 'sad';
CREATE TABLE diary (mood mood DEFAULT 'sad');
ALTER TABLE diary ADD COLUMN at date;
SET search_path = pg_catalog;
LOCK TABLE customer;
SET search_path = app;
LOCK TABLE customer;
DROP TABLE invoice CASCADE;
DO 'BEGIN END';
CALL anything();
CALL confiture.batch_update('app.customer', 'name = lower(name)');
CREATE ROLE regress_plan PASSWORD 'secret';
COMMIT;
$$) IS NOT NULL AS put;
SELECT confiture.put('migrations/3_off.up.sql', $$-- confiture: transaction=off
DELETE FROM customer;
COPY customer (id, name) FROM stdin;
1	semicolon; here
\.
VACUUM customer;
$$) IS NOT NULL AS put;
SELECT confiture.put('migrations/4_on.up.sql', $$-- confiture: transaction=on
ALTER TYPE mood ADD VALUE 'calm';
SELECT 1;
$$) IS NOT NULL AS put;

SELECT version, line, segment, statement, transactional, relations, lock FROM confiture.migrate_plan();
SELECT DISTINCT version, path FROM confiture.migrate_plan('2') ORDER BY version;
SELECT * FROM confiture.migrate_plan('5');

-- Nothing was locked, set or run, and another runner is not in the way.
BEGIN;
SELECT count(*) FROM confiture.migrate_plan();
SELECT relation::regclass FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384 AND relation::regclass::text LIKE 'app.%';
SELECT count(*) FROM confiture.runner;
SHOW search_path;
COMMIT;
SELECT count(*) FROM app.customer;

-- What would be refused is refused, where it stands.
SELECT confiture.put('migrations/4_on.up.sql', $$-- confiture: transaction=on
SELECT 1;

VACUUM;
$$) IS NOT NULL AS put;
SELECT * FROM confiture.migrate_plan();
SELECT confiture.put('migrations/4_on.up.sql', $$SELECT 1;
-- confiture: transaction=on
SELECT 2;
$$) IS NOT NULL AS put;
SELECT * FROM confiture.migrate_plan();
SELECT confiture.put('migrations/4_on.up.sql', $$SELECT 1;
SELECT (;
$$) IS NOT NULL AS put;
SELECT * FROM confiture.migrate_plan();
SELECT confiture.put('migrations/4_on.up.sql', $$SELECT 1; ROLLBACK$$) IS NOT NULL AS put;
SELECT * FROM confiture.migrate_plan();
SELECT confiture.remove('migrations/4_on.up.sql');

-- Texts are for those who may read them.
CREATE ROLE regress_plan_reader;
GRANT USAGE ON SCHEMA confiture TO regress_plan_reader;
GRANT EXECUTE ON FUNCTION confiture.migrate_plan TO regress_plan_reader;
SET ROLE regress_plan_reader;
SELECT count(*) FROM confiture.migrate_plan();
RESET ROLE;
GRANT SELECT ON confiture.source TO regress_plan_reader;
GRANT USAGE ON SCHEMA app TO regress_plan_reader;
SET ROLE regress_plan_reader;
SELECT count(*) FROM confiture.migrate_plan();
RESET ROLE;

-- Nothing pending, no rows.
SELECT confiture.baseline('3');
SELECT * FROM confiture.migrate_plan();

DROP OWNED BY regress_plan_reader;
DROP ROLE regress_plan_reader;
