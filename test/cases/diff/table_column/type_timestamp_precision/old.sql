CREATE TABLE t (a timestamptz(3));
