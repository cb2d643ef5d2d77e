CREATE TABLE t (a integer, b integer);
CREATE INDEX t_a ON t (a);
ALTER TABLE t CLUSTER ON t_a;
