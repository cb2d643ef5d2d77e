CREATE SEQUENCE "S s";
ALTER SEQUENCE "S s" OWNER TO regress_diff_owner;
