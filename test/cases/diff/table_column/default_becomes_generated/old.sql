CREATE TABLE t (a integer, b integer DEFAULT 5);
CREATE VIEW v AS SELECT a, b FROM t;
