CREATE SCHEMA x;
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS x.s ON a, b FROM t;
