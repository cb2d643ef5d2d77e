CREATE TABLE t (c integer, a integer);
ALTER TABLE t ADD COLUMN b integer;
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS s2 ON a, (b + c), c FROM t;
