CREATE FUNCTION fin(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = fin);
