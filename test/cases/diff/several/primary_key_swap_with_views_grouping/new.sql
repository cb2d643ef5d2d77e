CREATE TABLE t (id integer NOT NULL, other integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT other AS id, a FROM t GROUP BY other;
