CREATE TABLE t (a integer, b text, PRIMARY KEY (a));
CREATE INDEX t_b ON t (b);
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON TABLE t IS 'kept';
GRANT SELECT ON t TO regress_diff_reader;
