CREATE SCHEMA "S s";
SECURITY LABEL FOR regress_diff ON SCHEMA "S s" IS 'it''s secret';
