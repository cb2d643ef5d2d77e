CREATE FUNCTION f(anyarray) RETURNS SETOF anyelement LANGUAGE sql AS 'SELECT unnest($1)';
