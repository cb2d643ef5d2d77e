CREATE TABLE "T" (a integer);
