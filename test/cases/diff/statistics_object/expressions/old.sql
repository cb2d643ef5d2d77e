CREATE TABLE t (a integer, b text);
CREATE STATISTICS s ON lower(b) FROM t;
