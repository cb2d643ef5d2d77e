CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION f(integer, text) OWNER TO regress_diff_owner;
