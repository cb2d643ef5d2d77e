CREATE TYPE pair AS (a integer);
CREATE FUNCTION f(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a';
CREATE CAST (pair AS integer) WITH FUNCTION f(pair);
