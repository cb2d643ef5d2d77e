CREATE TABLE t (a integer);
CREATE FUNCTION twice(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2';
CREATE INDEX i ON t (twice(a));
