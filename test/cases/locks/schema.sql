-- What the statements beside this file work on.
CREATE SCHEMA app;
SET search_path = app;

CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN amount AS numeric(10,2);
CREATE SEQUENCE counter;

CREATE TABLE customer (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    email text UNIQUE,
    code char(10),
    mood mood
);
CREATE TABLE invoice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint REFERENCES customer,
    amount numeric(10,2),
    note varchar(20)
);
CREATE TABLE line (
    invoice bigint REFERENCES invoice ON DELETE CASCADE,
    position integer,
    what text,
    PRIMARY KEY (invoice, position)
);
CREATE INDEX line_what ON line (what);
ALTER TABLE line ADD CONSTRAINT line_customer FOREIGN KEY (position) REFERENCES customer NOT VALID;
ALTER TABLE line ADD CONSTRAINT line_position CHECK (position > 0) NOT VALID;

CREATE TABLE event (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_at ON event (at);
CREATE TABLE archive (at date NOT NULL, what text);
CREATE TABLE dated (at date NOT NULL);

CREATE TABLE copied (id bigint, name text);
CREATE TABLE place (id bigint, name text);
CREATE TABLE city (inhabitants bigint) INHERITS (place);

CREATE TABLE payment (id bigint PRIMARY KEY, customer bigint, paid numeric);
CREATE VIEW open_payment AS SELECT p.id, c.name FROM payment p JOIN customer c ON c.id = p.customer;
CREATE MATERIALIZED VIEW total AS SELECT customer, sum(paid) AS paid FROM payment GROUP BY customer;
CREATE UNIQUE INDEX total_customer ON total (customer);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE no_delete AS ON DELETE TO place DO INSTEAD NOTHING;
CREATE POLICY own ON place USING (true);
CREATE STATISTICS place_statistics ON id, name FROM place;
CREATE PUBLICATION published FOR TABLE place;

INSERT INTO customer SELECT n, 'Customer ' || n, n || '@example.org', n::text, 'glad' FROM generate_series(1, 100) AS n;
INSERT INTO invoice (customer, amount) SELECT n, n FROM generate_series(1, 50) AS n;
INSERT INTO payment SELECT n, n, n FROM generate_series(1, 50) AS n;
INSERT INTO line SELECT n, 1, 'thing ' || n FROM generate_series(1, 50) AS n;
INSERT INTO event SELECT date '2024-06-01' + n, 'event ' || n FROM generate_series(1, 200) AS n;
REFRESH MATERIALIZED VIEW total;
ANALYZE;
