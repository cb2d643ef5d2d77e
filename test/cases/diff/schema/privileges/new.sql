CREATE SCHEMA "S s";
GRANT USAGE, CREATE ON SCHEMA "S s" TO regress_diff_reader;
