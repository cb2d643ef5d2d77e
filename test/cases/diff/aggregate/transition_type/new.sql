CREATE AGGREGATE a(integer) (SFUNC = int4_sum, STYPE = bigint);
