CREATE TABLE t (a integer[]);
CREATE INDEX i ON t USING gin (a) WITH (fastupdate = off);
