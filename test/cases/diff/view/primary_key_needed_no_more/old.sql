CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW v AS SELECT id, name, count(*) AS c FROM t GROUP BY id;
