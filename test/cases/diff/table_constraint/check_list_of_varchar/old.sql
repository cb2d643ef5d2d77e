CREATE DOMAIN word AS character varying(10);
CREATE TABLE t (a character varying(10), b word, c text, d integer, CHECK (a IN ('x', 'a', 'b', 'ok')));
CREATE VIEW v AS SELECT a FROM t WHERE a NOT IN ('p', 'q');
