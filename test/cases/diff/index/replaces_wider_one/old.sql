CREATE TABLE t (a integer, b integer, c integer);
CREATE INDEX t_abc ON t (a, b, c);
