GRANT SELECT ON pg_catalog.pg_authid TO regress_diff_reader WITH GRANT OPTION;
GRANT INSERT ON pg_catalog.pg_authid TO regress_diff_writer;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO regress_diff_reader;
