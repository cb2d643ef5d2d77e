CREATE TABLE t (a integer, b text);
GRANT INSERT (a), REFERENCES (a) ON t TO regress_diff_writer WITH GRANT OPTION;
