CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
GRANT EXECUTE ON FUNCTION a(integer) TO regress_diff_writer WITH GRANT OPTION;
