CREATE TABLE "table" ("order" integer, "user" text);
CREATE VIEW "view" AS SELECT "order", "user" AS "group" FROM "table";
CREATE FUNCTION "function"("in" integer) RETURNS "table" LANGUAGE sql AS 'SELECT NULL::"table"';
