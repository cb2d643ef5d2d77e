CREATE AGGREGATE a(integer) (SFUNC = int4mul, STYPE = integer);
