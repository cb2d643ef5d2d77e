CREATE TABLE "T t" (a integer, b text);
SECURITY LABEL FOR regress_diff ON TABLE "T t" IS 'one';
