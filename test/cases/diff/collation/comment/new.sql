CREATE COLLATION "C c" (provider = icu, locale = 'de');
COMMENT ON COLLATION "C c" IS 'it''s new';
