CREATE TABLE t (a integer, b integer);
ALTER TABLE t OWNER TO regress_diff_writer;
GRANT SELECT (a), UPDATE (b) ON t TO regress_diff_owner;
GRANT SELECT (a) ON t TO regress_diff_reader;
GRANT INSERT ON t TO regress_diff_owner;
CREATE VIEW v AS SELECT 1 AS x;
GRANT SELECT (x) ON v TO regress_diff_owner, regress_diff_reader;
ALTER VIEW v OWNER TO regress_diff_owner;
