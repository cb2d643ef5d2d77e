CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(1, 'x') AS a;
