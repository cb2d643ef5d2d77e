CREATE TABLE t ("A a" integer, b text);
COMMENT ON COLUMN t."A a" IS 'before';
