CREATE TABLE t (a integer);
GRANT SELECT ON t TO regress_diff_writer WITH GRANT OPTION;
