CREATE TABLE t (a integer, b text);
CREATE INDEX i ON t (lower(b));
