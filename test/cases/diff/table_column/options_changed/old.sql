CREATE TABLE t (a integer);
ALTER TABLE t ALTER a SET (n_distinct = 10, n_distinct_inherited = 5);
