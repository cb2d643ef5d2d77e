CREATE TABLE t (a integer, c integer);
CREATE VIEW v1 AS SELECT a, c FROM t;
CREATE VIEW v3 AS SELECT a, c AS b FROM v1;
CREATE VIEW v4 AS SELECT a FROM v3;
GRANT SELECT ON v3 TO regress_diff_reader;
