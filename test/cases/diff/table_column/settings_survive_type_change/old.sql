CREATE TABLE t (a varchar(9), b integer);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER a SET STATISTICS 50, ALTER b SET (n_distinct = 7);
COMMENT ON COLUMN t.a IS 'kept';
GRANT UPDATE (a) ON t TO regress_diff_writer;
