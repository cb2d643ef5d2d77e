CREATE SEQUENCE "S s";
GRANT USAGE ON SEQUENCE "S s" TO regress_diff_reader;
