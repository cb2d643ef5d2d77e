CREATE TABLE t (a text, z integer, y integer);
CREATE VIEW v AS SELECT a, z AS b FROM t;
