CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'our own words';
