CREATE TABLE t (a integer);
CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 * 2';
CREATE VIEW v AS SELECT twice(a) AS a FROM t;
