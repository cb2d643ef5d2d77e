CREATE TABLE t (a integer);
CREATE POLICY p ON t TO regress_diff_reader, regress_diff_writer USING (true);
