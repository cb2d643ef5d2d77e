CREATE FUNCTION f(a bigint) RETURNS integer LANGUAGE sql AS 'SELECT $1::integer';
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT f(a) AS a FROM t;
