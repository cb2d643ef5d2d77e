CREATE AGGREGATE a(two integer) (SFUNC = int4pl, STYPE = integer);
