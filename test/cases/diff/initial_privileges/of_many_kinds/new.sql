GRANT SELECT ON pg_catalog.pg_authid TO regress_diff_reader;
GRANT SELECT (rolname, "oid") ON pg_catalog.pg_authid TO regress_diff_writer WITH GRANT OPTION;
REVOKE SELECT ON pg_catalog.pg_stats FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO regress_diff_reader;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
REVOKE USAGE ON TYPE pg_catalog.point FROM PUBLIC;
GRANT CREATE ON SCHEMA pg_catalog TO regress_diff_writer;
GRANT USAGE ON LANGUAGE sql TO regress_diff_writer WITH GRANT OPTION;
