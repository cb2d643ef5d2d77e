CREATE TABLE t (a integer);
CREATE POLICY p ON t USING (true);
COMMENT ON POLICY p ON t IS E'it''s after,\nin two lines';
