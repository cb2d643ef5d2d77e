CREATE FUNCTION fin(integer) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = fin);
