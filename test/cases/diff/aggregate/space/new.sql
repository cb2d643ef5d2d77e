CREATE AGGREGATE a(bigint) (SFUNC = int8_avg_accum, STYPE = internal, SSPACE = 128, FINALFUNC = numeric_poly_avg);
