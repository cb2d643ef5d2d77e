CREATE TABLE t (a integer);
CREATE INDEX t_ab ON t (a);
