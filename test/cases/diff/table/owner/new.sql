CREATE TABLE "T t" (a integer, b text);
ALTER TABLE "T t" OWNER TO regress_diff_owner;
