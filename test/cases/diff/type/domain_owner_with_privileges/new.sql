CREATE DOMAIN d AS integer;
GRANT USAGE ON DOMAIN d TO regress_diff_reader WITH GRANT OPTION;
ALTER DOMAIN d OWNER TO regress_diff_owner;
