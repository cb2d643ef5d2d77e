CREATE TABLE t (a integer, b integer);
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) WITH (fillfactor = 70);
