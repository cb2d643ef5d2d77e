CREATE TABLE "T t" (a integer, b text);
