CREATE TYPE pair AS (a integer);
COMMENT ON TYPE pair IS 'it''s new';
