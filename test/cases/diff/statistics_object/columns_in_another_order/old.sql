CREATE TABLE t (b integer, a integer, c integer);
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS s2 ON a, (b + c), c FROM t;
