CREATE TABLE t (a integer[3], b bigint);
