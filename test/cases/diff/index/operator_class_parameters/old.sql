CREATE TABLE t (a integer, v tsvector);
CREATE INDEX i ON t USING gist (v);
