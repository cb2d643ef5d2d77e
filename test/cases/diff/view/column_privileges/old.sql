CREATE TABLE t (a text, b text);
CREATE VIEW v AS SELECT a, b FROM t;
