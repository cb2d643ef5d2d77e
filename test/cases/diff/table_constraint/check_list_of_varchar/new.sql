CREATE DOMAIN word AS character varying(10) CHECK (VALUE NOT IN ('p', 'q'));
CREATE TABLE t (a character varying(10), b word, c text, d integer, CHECK (a IN ('x', 'a', 'b', 'ok', 'c')), CHECK (b IN ('x', 'a', 'b', 'ok')), CHECK (c IN ('x', 'a', 'b', 'ok')));
CREATE VIEW v AS SELECT a, CASE WHEN lower(a) IN ('x', 'y') THEN d END AS d FROM t WHERE a NOT IN ('q', 'r');
CREATE INDEX i ON t (d) WHERE a IN ('x', 'y');
CREATE POLICY p ON t USING (a IN ('x', 'y'));
