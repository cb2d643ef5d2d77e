CREATE TABLE t (b text);
CREATE INDEX i ON t (b);
