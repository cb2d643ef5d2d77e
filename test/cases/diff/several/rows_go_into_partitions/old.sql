CREATE TABLE visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number serial, day date NOT NULL, guest varchar(20) DEFAULT 'x' NOT NULL, upper text GENERATED ALWAYS AS (upper(guest)) STORED);
CREATE INDEX visit_guest ON visit (guest);
CREATE TABLE bill (id integer PRIMARY KEY, visit bigint REFERENCES visit);
CREATE VIEW guest AS SELECT guest, day FROM visit;
CREATE MATERIALIZED VIEW day AS SELECT day FROM guest;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no rows''; END';
