CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
SECURITY LABEL FOR regress_diff ON AGGREGATE a(integer) IS 'two';
