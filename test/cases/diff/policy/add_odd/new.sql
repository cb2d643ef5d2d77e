CREATE TABLE "T t" ("A a" integer);
CREATE POLICY "P ""p"" ü" ON "T t" AS RESTRICTIVE FOR INSERT TO regress_diff_writer, regress_diff_owner WITH CHECK ("A a" < 10);
