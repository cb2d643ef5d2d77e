CREATE AGGREGATE a(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = bigint[], MINITCOND = '{0,0}', MFINALFUNC = int2int4_sum);
