CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
COMMENT ON PROCEDURE p(integer) IS E'it''s after,\nin two lines';
