CREATE SCHEMA "S s";
ALTER SCHEMA "S s" OWNER TO regress_diff_owner;
