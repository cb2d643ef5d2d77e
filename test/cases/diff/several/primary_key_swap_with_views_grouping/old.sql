CREATE TABLE t (id integer PRIMARY KEY, other integer NOT NULL, a text);
CREATE VIEW v AS SELECT id, a FROM t GROUP BY id;
