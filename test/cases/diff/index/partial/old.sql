CREATE TABLE t (a integer, b boolean);
CREATE INDEX i ON t (a);
