CREATE FUNCTION step(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2';
CREATE AGGREGATE "Total t"(integer) (SFUNC = step, STYPE = integer);
