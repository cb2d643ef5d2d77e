CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
COMMENT ON VIEW v IS 'one';
COMMENT ON COLUMN v.b IS 'two';
CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING;
COMMENT ON RULE r ON v IS 'three';
ALTER VIEW v SET (security_barrier);
GRANT SELECT (b) ON v TO regress_diff_reader;
