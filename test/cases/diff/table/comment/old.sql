CREATE TABLE "T t" (a integer, b text);
COMMENT ON TABLE "T t" IS 'one';
