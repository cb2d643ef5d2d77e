CREATE OPERATOR FAMILY f USING btree;
COMMENT ON OPERATOR FAMILY f USING btree IS E'it''s after,\nin two lines';
