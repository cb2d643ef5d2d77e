CREATE TABLE t (a timestamptz(6));
