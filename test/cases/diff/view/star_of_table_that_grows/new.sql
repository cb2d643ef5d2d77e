CREATE TABLE t (a integer, b integer);
CREATE VIEW v AS SELECT * FROM t;
