CREATE TABLE t (a integer, b integer, c integer);
CREATE STATISTICS s ON b, c FROM t;
