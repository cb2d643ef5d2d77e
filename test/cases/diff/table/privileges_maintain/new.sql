CREATE TABLE t (a integer);
GRANT MAINTAIN ON t TO regress_diff_reader;
