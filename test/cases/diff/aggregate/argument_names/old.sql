CREATE AGGREGATE a(one integer) (SFUNC = int4pl, STYPE = integer);
