CREATE TYPE pair AS (a integer, b text);
CREATE FUNCTION f(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';
