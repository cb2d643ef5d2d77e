CREATE TABLE "T t" ("A" integer, b text);
CREATE UNIQUE INDEX "I ""x"" ü" ON "T t" ("A" DESC NULLS LAST, b);
