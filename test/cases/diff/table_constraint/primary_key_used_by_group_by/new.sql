CREATE TABLE t (id integer, a text, CONSTRAINT two PRIMARY KEY (id));
CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;
