CREATE TABLE "T t" (a integer, b text);
GRANT SELECT ON TABLE "T t" TO regress_diff_reader;
