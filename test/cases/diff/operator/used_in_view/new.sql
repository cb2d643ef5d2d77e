CREATE FUNCTION f(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer);
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t WHERE a === 1;
