CREATE TABLE "T t" ("A a" integer);
