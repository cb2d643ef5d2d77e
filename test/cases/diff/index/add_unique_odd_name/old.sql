CREATE TABLE "T t" ("A" integer, b text);
