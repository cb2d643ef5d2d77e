CREATE SEQUENCE "S s";
COMMENT ON SEQUENCE "S s" IS E'it''s after,\nin two lines';
