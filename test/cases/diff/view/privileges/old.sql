CREATE VIEW "V v" AS SELECT 1 AS a;
GRANT SELECT ON TABLE "V v" TO regress_diff_reader;
