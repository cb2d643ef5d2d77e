CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION f(integer, text) IS 'two \ "2"';
