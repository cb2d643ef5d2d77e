CREATE TABLE a (x integer, y integer);
CREATE TABLE "B b" (x integer);
CREATE TABLE c (x integer) INHERITS (a);
CREATE PUBLICATION p FOR ALL TABLES EXCEPT (TABLE a, "B b");
