CREATE VIEW "V v" AS SELECT 1 AS a;
ALTER VIEW "V v" OWNER TO regress_diff_owner;
