CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
ALTER PROCEDURE p(integer) OWNER TO regress_diff_owner;
