CREATE TABLE t (a integer, b integer);
GRANT SELECT (a), UPDATE (b) ON t TO regress_diff_reader;
GRANT ALL ON t TO regress_diff_writer;
