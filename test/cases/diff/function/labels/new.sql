CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
SECURITY LABEL FOR regress_diff ON FUNCTION f(integer, text) IS 'two';
