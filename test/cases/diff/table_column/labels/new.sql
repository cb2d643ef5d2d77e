CREATE TABLE t ("A a" integer, b text);
SECURITY LABEL FOR regress_diff ON COLUMN t."A a" IS 'it''s secret';
