CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE FUNCTION f(a integer, OUT b bigint, INOUT c text) LANGUAGE sql AS 'SELECT $1::bigint, $2';
CREATE FUNCTION g(OUT b integer, OUT c e[]) RETURNS SETOF record LANGUAGE sql AS $$SELECT 1, '{a}'::e[]$$;
CREATE VIEW v AS SELECT b FROM f(1, 'x') UNION ALL SELECT b FROM g();
