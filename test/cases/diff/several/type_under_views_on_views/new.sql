CREATE TABLE t (a bigint, b text);
CREATE VIEW one AS SELECT a, b FROM t;
CREATE VIEW two AS SELECT a FROM one WHERE a > 0;
CREATE VIEW "Three 3" AS SELECT two.a, one.b FROM two JOIN one USING (a);
GRANT SELECT ON two TO regress_diff_reader;
COMMENT ON VIEW one IS 'kept';
ALTER VIEW "Three 3" OWNER TO regress_diff_owner;
