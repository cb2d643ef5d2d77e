CREATE TYPE x AS (a integer, b text);
CREATE FUNCTION f(x) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';
