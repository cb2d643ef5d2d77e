CREATE TABLE t (a integer PRIMARY KEY, b integer);
CREATE PUBLICATION p FOR TABLE t (a, b);
