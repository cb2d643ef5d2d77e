ALTER SCHEMA public OWNER TO regress_diff_owner;
COMMENT ON SCHEMA public IS 'ours';
