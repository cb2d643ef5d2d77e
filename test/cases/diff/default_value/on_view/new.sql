CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v ALTER b SET DEFAULT 'from the view';
