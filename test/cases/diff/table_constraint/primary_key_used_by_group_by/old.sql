CREATE TABLE t (id integer, a text, CONSTRAINT one PRIMARY KEY (id));
CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;
