CREATE SCHEMA "схема";
CREATE TABLE "схема"."таблица_日本語" ("größe" bigint NOT NULL, "naïve ☃" text DEFAULT '☃');
CREATE VIEW "схема"."вид" AS SELECT "größe" FROM "схема"."таблица_日本語";
CREATE TYPE "схема"."перечень" AS ENUM ('да', 'нет');
