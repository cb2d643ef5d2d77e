CREATE TABLE "a "" b" ("c 'd'" integer, "E" text, CONSTRAINT "k ""k""" CHECK ("c 'd'" > 0));
CREATE INDEX "i ; --" ON "a "" b" ("E", lower("E"));
CREATE VIEW "v.w" AS SELECT "c 'd'" AS "select", "E" FROM "a "" b";
COMMENT ON COLUMN "a "" b"."c 'd'" IS '$$ kept';
