CREATE TABLE t (a integer PRIMARY KEY, b integer, c integer);
CREATE PUBLICATION p FOR TABLE t (a, b);
