CREATE DOMAIN d AS integer;
COMMENT ON DOMAIN d IS E'it''s after,\nin two lines';
