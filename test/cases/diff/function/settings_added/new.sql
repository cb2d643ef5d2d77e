CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET search_path = '' AS 'SELECT 1';
