CREATE TABLE "table" ("order" integer PRIMARY KEY, "user" text DEFAULT 'x', "all" date);
CREATE VIEW "view" AS SELECT "order", "user" AS "group" FROM "table";
CREATE FUNCTION "function"("in" integer) RETURNS "table" LANGUAGE sql AS 'SELECT NULL::"table"';
