CREATE FUNCTION f(a bigint) RETURNS integer LANGUAGE sql AS 'SELECT $1::integer';
