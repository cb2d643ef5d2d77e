CREATE TABLE t (a bigint, b text);
CREATE POLICY p ON t TO regress_diff_reader USING (a > 0) WITH CHECK (b <> '');
COMMENT ON POLICY p ON t IS 'kept';
