CREATE TABLE t (a text, b text);
CREATE VIEW v AS SELECT a, b FROM t;
GRANT SELECT (a), UPDATE ("b") ON v TO regress_diff_reader;
