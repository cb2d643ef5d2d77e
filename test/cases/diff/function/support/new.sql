CREATE FUNCTION f(anyarray) RETURNS SETOF anyelement LANGUAGE sql SUPPORT array_unnest_support AS 'SELECT unnest($1)';
