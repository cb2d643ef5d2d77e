CREATE TABLE t (a integer, b text DEFAULT 'x');
CREATE INDEX t_b ON t (b);
COMMENT ON COLUMN t.b IS 'kept';
