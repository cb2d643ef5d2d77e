CREATE DOMAIN d AS integer;
ALTER DOMAIN d OWNER TO regress_diff_owner;
