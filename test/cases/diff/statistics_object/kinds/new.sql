CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s (dependencies, mcv) ON a, b FROM t;
