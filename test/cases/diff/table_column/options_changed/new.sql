CREATE TABLE t (a integer);
ALTER TABLE t ALTER a SET (n_distinct = 20);
