CREATE TABLE t (a integer, b integer);
GRANT SELECT ON t TO regress_diff_reader WITH GRANT OPTION;
