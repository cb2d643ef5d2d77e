-- CALL migrate() runs every kind of statement, in order, and takes all of it back.
\pset null NULL
\set state 'SELECT version, state, reversible FROM confiture.status ORDER BY version COLLATE "C";'
\set journal 'SELECT count(*) AS steps FROM confiture.step;'
CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO customer SELECT n, 'customer ' || n FROM generate_series(1, 100) AS n;
CREATE TYPE mood AS ENUM ('glad');
CREATE TABLE event (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX event_at ON event (at);
CREATE PROCEDURE tidy(p_name text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customer (id, name, email) VALUES (1000, p_name, '');
    COMMIT;
    INSERT INTO customer (id, name, email) VALUES (1001, p_name, '');
END $$;

-- nothing pending
CALL confiture.migrate();

-- transactions around a concurrent index; data of COPY behind it
SELECT confiture.put('migrations/1_email.up.sql', $$ALTER TABLE customer ADD COLUMN email text;
UPDATE customer SET email = 'c' || id || '@example.org';
CREATE INDEX CONCURRENTLY customer_email ON customer (email);
COPY customer (id, name, email) FROM stdin;
2001	copied; with a semicolon	x@example.org
2002	\N in a name	y@example.org
\.
ALTER TABLE customer ADD CONSTRAINT customer_email_known CHECK (email IS NOT NULL) NOT VALID;
COMMENT ON TABLE customer IS 'step three';
$$), confiture.put('migrations/1_email.down.sql', $$DELETE FROM customer WHERE id > 2000;
DROP INDEX CONCURRENTLY customer_email;
ALTER TABLE customer DROP COLUMN email;
$$) \g /dev/null
-- a label is used behind the statement that adds it, in one file and in the next
SELECT confiture.put('migrations/2_mood.up.sql', $$ALTER TYPE mood ADD VALUE 'sad';
CREATE TABLE diary (day date PRIMARY KEY, mood mood NOT NULL DEFAULT 'sad');
INSERT INTO diary (day) VALUES ('2024-02-29');
ALTER TYPE mood ADD VALUE 'calm';
$$), confiture.put('migrations/3_calm.up.sql', $$UPDATE diary SET mood = 'calm';
$$) \g /dev/null
-- what refuses a transaction, and a procedure that commits
SELECT confiture.put('migrations/4_kinds.up.sql', $$VACUUM (ANALYZE) customer;
REINDEX TABLE CONCURRENTLY customer;
REINDEX INDEX event_at;
CLUSTER event USING event_at;
ALTER TABLE event DETACH PARTITION event_2024 CONCURRENTLY;
DROP INDEX CONCURRENTLY customer_email;
CALL tidy('by a procedure');
CALL tidy_not();
$$), confiture.put('migrations/5_outside.up.sql', $$SET allow_in_place_tablespaces = on;
CREATE TABLESPACE regress_deploy LOCATION '';
CREATE DATABASE regress_deploy;
ALTER SYSTEM SET log_min_duration_statement = '1h';
ALTER SYSTEM RESET log_min_duration_statement;
$$), confiture.put('migrations/5_outside.down.sql', $$DROP DATABASE regress_deploy;
DROP TABLESPACE regress_deploy;
$$) \g /dev/null

SELECT version, segment, statement, transactional FROM confiture.migrate_plan('3');
-- up to a target, and no further
CALL confiture.migrate('1');
\d customer
SELECT * FROM customer WHERE id > 2000 ORDER BY id;
:state
:journal
CALL confiture.migrate('1');
CALL confiture.migrate('3');
TABLE diary;

-- one step fails: those before it are kept, and the same call goes on
CALL confiture.migrate();
SELECT number, kind, first_statement, last_statement, line, statement, state, attempts, sqlstate, message, object_name, is_concurrent
  FROM confiture.step ORDER BY number;
SELECT relname, relispartition FROM pg_class WHERE relname ~ '^event_20..$' ORDER BY relname COLLATE "C";
SELECT to_regclass('customer_email');
SELECT * FROM confiture.migrate_up();
CREATE PROCEDURE tidy_not() LANGUAGE sql AS '';
CALL confiture.migrate();
:state
:journal
SELECT id, name FROM customer WHERE id BETWEEN 1000 AND 2000 ORDER BY id;
SELECT datname FROM pg_database WHERE datname = 'regress_deploy';
SELECT spcname FROM pg_tablespace WHERE spcname = 'regress_deploy';
SELECT id, action, version, name, outcome, statements, sqlstate, message FROM confiture.history ORDER BY id;
SELECT * FROM confiture.verify_history();
SELECT * FROM confiture.runner;

-- and down; migrations without a way back are in the way, before anything runs
CALL confiture.migrate('4', down => true);
SELECT datname FROM pg_database WHERE datname = 'regress_deploy';
CALL confiture.migrate('1', down => true);
SELECT confiture.put('migrations/' || file, content) FROM (VALUES
    ('2_mood.down.sql', 'DROP TABLE diary;'), ('3_calm.down.sql', 'UPDATE diary SET mood = DEFAULT;'),
    ('4_kinds.down.sql', $$ALTER TABLE event ATTACH PARTITION event_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
DELETE FROM customer WHERE id BETWEEN 1000 AND 2000;
CREATE INDEX CONCURRENTLY customer_email ON customer (email);
VACUUM customer;
$$)) AS file (file, content) \g /dev/null
SELECT confiture.repair(version, 'has a way back now') FROM (VALUES ('2'), ('3'), ('4')) AS applied (version) \g /dev/null
SELECT confiture.put('migrations/0_base.up.sql', 'SELECT 1;') \g /dev/null
SET confiture.out_of_order = allow;
CALL confiture.migrate('0');
CALL confiture.migrate('0', down => true);
:state
SELECT to_regclass('diary'), to_regclass('customer_email');
SELECT count(*), count(*) FILTER (WHERE id > 100) AS more FROM customer;
SELECT attname FROM pg_attribute WHERE attrelid = 'customer'::regclass AND attnum > 0 AND NOT attisdropped;
SELECT count(*) FROM pg_inherits WHERE inhparent = 'event'::regclass;
SELECT action, version, outcome, statements FROM confiture.history ORDER BY id DESC LIMIT 4;
SELECT * FROM confiture.verify_history();
