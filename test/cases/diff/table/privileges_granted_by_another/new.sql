CREATE TABLE t (a integer);
GRANT SELECT ON t TO regress_diff_writer WITH GRANT OPTION;
SET ROLE regress_diff_writer;
GRANT SELECT ON t TO regress_diff_reader;
RESET ROLE;
