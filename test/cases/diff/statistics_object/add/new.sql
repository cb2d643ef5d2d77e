CREATE TABLE t (a integer, b integer);
CREATE STATISTICS "S s" ON a, b FROM t;
