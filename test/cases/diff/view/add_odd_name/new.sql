CREATE TABLE t (a integer, b text);
CREATE VIEW "V ""v"" ü" ("A a", "select") AS SELECT a, b FROM t;
