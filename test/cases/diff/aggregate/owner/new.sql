CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
ALTER AGGREGATE a(integer) OWNER TO regress_diff_owner;
