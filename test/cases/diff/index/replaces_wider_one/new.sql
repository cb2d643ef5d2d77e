CREATE TABLE t (a integer, b integer, c integer);
CREATE INDEX t_ab ON t (a, b) INCLUDE (c) WHERE a IS NOT NULL;
