CREATE DOMAIN d AS integer;
GRANT USAGE ON DOMAIN d TO regress_diff_reader;
