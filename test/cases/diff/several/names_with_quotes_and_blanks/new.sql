CREATE TABLE "a "" b" ("c 'd'" bigint, "E" varchar(20) NOT NULL DEFAULT 'q''q', CONSTRAINT "k ""k""" CHECK ("c 'd'" > 1));
CREATE INDEX "i ; --" ON "a "" b" ("E", lower("E"));
CREATE VIEW "v.w" AS SELECT "c 'd'" AS "select", "E" FROM "a "" b";
COMMENT ON COLUMN "a "" b"."c 'd'" IS '$$ kept';
