CREATE SCHEMA s;
CREATE TABLE s.t (id serial PRIMARY KEY, n integer GENERATED ALWAYS AS IDENTITY);
CREATE INDEX i ON s.t (n);
CREATE VIEW s.v AS SELECT id FROM s.t;
ALTER TABLE s.t OWNER TO regress_diff_owner;
ALTER VIEW s.v OWNER TO regress_diff_owner;
