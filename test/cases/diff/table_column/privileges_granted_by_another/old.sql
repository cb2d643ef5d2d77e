CREATE TABLE t (a integer, b integer);
GRANT SELECT ON t TO regress_diff_writer WITH GRANT OPTION;
GRANT SELECT (a) ON t TO regress_diff_reader;
SET ROLE regress_diff_writer;
GRANT SELECT (a) ON t TO regress_diff_reader;
RESET ROLE;
