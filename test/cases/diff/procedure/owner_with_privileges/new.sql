CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
GRANT EXECUTE ON PROCEDURE p(integer) TO regress_diff_reader WITH GRANT OPTION;
ALTER PROCEDURE p(integer) OWNER TO regress_diff_owner;
