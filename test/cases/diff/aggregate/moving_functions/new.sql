CREATE AGGREGATE a(integer) (SFUNC = int4_sum, STYPE = bigint, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MFINALFUNC = int8, MINITCOND = '0');
