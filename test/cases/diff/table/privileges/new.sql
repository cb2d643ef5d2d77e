CREATE TABLE "T t" (a integer, b text);
GRANT SELECT, INSERT ON TABLE "T t" TO regress_diff_writer WITH GRANT OPTION;
