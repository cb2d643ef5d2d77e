CREATE TABLE t (a integer, b text);
CREATE STATISTICS s ON a, upper(b) FROM t;
