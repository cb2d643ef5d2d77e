ALTER TABLE customer ADD COLUMN born date

ALTER TABLE customer ADD COLUMN made timestamptz DEFAULT now()

ALTER TABLE customer ADD COLUMN made timestamptz DEFAULT clock_timestamp()

ALTER TABLE customer ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY

ALTER TABLE customer DROP COLUMN email

ALTER TABLE invoice DROP COLUMN customer

ALTER TABLE customer ALTER COLUMN name SET DEFAULT ''

ALTER TABLE customer ALTER COLUMN email SET NOT NULL

ALTER TABLE customer ALTER COLUMN name DROP NOT NULL

ALTER TABLE invoice ALTER COLUMN note TYPE varchar(40)

ALTER TABLE invoice ALTER COLUMN note TYPE text

ALTER TABLE invoice ALTER COLUMN note TYPE varchar(10)

ALTER TABLE customer ALTER COLUMN code TYPE text

ALTER TABLE invoice ALTER COLUMN amount TYPE numeric(12,2)

ALTER TABLE invoice ALTER COLUMN amount TYPE numeric(12,4)

ALTER TABLE invoice ALTER COLUMN customer TYPE integer

ALTER TABLE customer ALTER COLUMN name SET STATISTICS 500

ALTER TABLE customer ALTER COLUMN name SET STORAGE EXTERNAL

ALTER TABLE customer ADD CONSTRAINT named CHECK (name <> '')

ALTER TABLE customer ADD CONSTRAINT named CHECK (name <> '') NOT VALID

ALTER TABLE line VALIDATE CONSTRAINT line_position

ALTER TABLE line VALIDATE CONSTRAINT line_customer

ALTER TABLE line ADD FOREIGN KEY (position) REFERENCES customer

ALTER TABLE line ADD FOREIGN KEY (position) REFERENCES customer NOT VALID

ALTER TABLE line DROP CONSTRAINT line_customer

ALTER TABLE line ALTER CONSTRAINT line_customer DEFERRABLE

ALTER TABLE customer ADD UNIQUE (name)

ALTER TABLE customer SET (fillfactor = 70)

ALTER TABLE customer SET (user_catalog_table = false)

ALTER TABLE archive SET UNLOGGED

ALTER TABLE customer ENABLE ROW LEVEL SECURITY

ALTER TABLE invoice DISABLE TRIGGER touched

ALTER TABLE customer REPLICA IDENTITY FULL

ALTER TABLE customer CLUSTER ON customer_pkey

ALTER TABLE customer OWNER TO CURRENT_USER

ALTER TABLE customer RENAME TO client

ALTER TABLE customer RENAME COLUMN name TO called

ALTER TABLE customer SET SCHEMA public

ALTER TABLE event ADD COLUMN place text

ALTER TABLE event ATTACH PARTITION archive FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')

ALTER TABLE event DETACH PARTITION event_2024

ALTER TABLE place ADD COLUMN country text

ALTER TABLE archive INHERIT dated

ALTER TABLE city NO INHERIT place

ALTER INDEX customer_pkey RENAME TO customer_id

ALTER INDEX line_what SET (fillfactor = 70)

ALTER SEQUENCE counter INCREMENT BY 2

ALTER SEQUENCE counter OWNED BY customer.id

ALTER VIEW open_payment RENAME TO unpaid

ALTER MATERIALIZED VIEW total RENAME TO sums

ALTER TRIGGER touched ON invoice RENAME TO touches

ALTER POLICY own ON place USING (false)

ALTER PUBLICATION published ADD TABLE customer

ALTER TYPE mood ADD VALUE 'calm'

ALTER TYPE mood RENAME VALUE 'glad' TO 'happy'

ALTER DOMAIN amount ADD CHECK (VALUE >= 0)

ALTER FUNCTION touch() COST 10

ALTER STATISTICS place_statistics SET STATISTICS 100

ANALYZE customer

CLUSTER customer USING customer_pkey

COMMENT ON TABLE customer IS 'who buys'

COMMENT ON COLUMN customer.name IS 'as on the door'

COMMENT ON INDEX line_what IS 'for searching'

COMMENT ON CONSTRAINT line_position ON line IS 'from 1'

COPY place (id, name) FROM stdin;
1	here
\.

CREATE TABLE note (id bigint, customer bigint REFERENCES customer)

CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')

CREATE TABLE village (inhabitants bigint) INHERITS (place)

CREATE TABLE copy (LIKE customer INCLUDING ALL)

CREATE TABLE summary AS SELECT count(*) FROM customer

CREATE INDEX ON customer (name)

CREATE INDEX ON event (what)

CREATE TRIGGER touched BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION touch()

CREATE RULE silent AS ON UPDATE TO place DO INSTEAD NOTHING

CREATE POLICY shown ON place USING (EXISTS (SELECT FROM customer))

CREATE STATISTICS customer_statistics ON name, email FROM customer

CREATE VIEW named AS SELECT name FROM customer

CREATE OR REPLACE VIEW open_payment AS SELECT id, paid::text AS name FROM payment

CREATE MATERIALIZED VIEW names AS SELECT name FROM customer

CREATE SEQUENCE numbers OWNED BY customer.id

CREATE FUNCTION answer() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 42; END'

CREATE TYPE colour AS ENUM ('red')

CREATE DOMAIN positive AS integer CHECK (VALUE > 0)

CREATE SCHEMA other

CREATE PUBLICATION more FOR TABLE customer

DELETE FROM customer WHERE id = 100

DELETE FROM invoice WHERE id = 1

DROP TABLE line

DROP TABLE event_2024

DROP TABLE archive

DROP INDEX line_what

DROP VIEW open_payment

DROP MATERIALIZED VIEW total

DROP TRIGGER touched ON invoice

DROP RULE no_delete ON place

DROP POLICY own ON place

DROP STATISTICS place_statistics

DROP SEQUENCE counter

DROP PUBLICATION published

DROP DOMAIN amount

EXPLAIN SELECT * FROM customer

GRANT SELECT ON customer TO PUBLIC

INSERT INTO invoice (customer, amount) VALUES (1, 1)

INSERT INTO customer (id, name) VALUES (1, 'Ann') ON CONFLICT (id) DO UPDATE SET name = excluded.name

LOCK TABLE customer IN SHARE ROW EXCLUSIVE MODE

LOCK TABLE open_payment

MERGE INTO copied USING customer ON copied.id = customer.id WHEN NOT MATCHED THEN INSERT VALUES (customer.id, customer.name)

REFRESH MATERIALIZED VIEW total

REFRESH MATERIALIZED VIEW CONCURRENTLY total

REINDEX INDEX line_what

REINDEX TABLE customer

REVOKE ALL ON customer FROM PUBLIC

SELECT count(*) FROM open_payment

SELECT id FROM customer WHERE id = 1 FOR UPDATE

SELECT what FROM event WHERE at = '2024-07-01'

TRUNCATE line

TRUNCATE invoice CASCADE

TRUNCATE event

UPDATE customer SET name = upper(name)

UPDATE event SET what = upper(what)

WITH gone AS (DELETE FROM line RETURNING invoice) SELECT count(*) FROM gone JOIN customer ON id = invoice
