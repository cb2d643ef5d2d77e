CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
COMMENT ON AGGREGATE a(integer) IS 'it''s new';
