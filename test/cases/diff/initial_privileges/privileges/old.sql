GRANT SELECT ON pg_catalog.pg_authid TO regress_diff_reader;
GRANT UPDATE (rolname) ON pg_catalog.pg_authid TO regress_diff_reader;
