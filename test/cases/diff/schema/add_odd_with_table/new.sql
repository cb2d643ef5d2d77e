CREATE SCHEMA "S ""s"" ü";
CREATE TABLE "S ""s"" ü".t (a integer);
