CREATE DOMAIN d AS integer;
SECURITY LABEL FOR regress_diff ON DOMAIN d IS 'two';
