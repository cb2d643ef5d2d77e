CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
GRANT EXECUTE ON PROCEDURE p(integer) TO regress_diff_reader;
