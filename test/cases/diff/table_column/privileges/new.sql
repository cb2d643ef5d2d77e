CREATE TABLE t (a integer, "B b" text);
GRANT SELECT (a), UPDATE (a, "B b") ON t TO regress_diff_reader;
