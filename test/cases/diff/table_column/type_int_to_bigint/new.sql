CREATE TABLE t (a bigint PRIMARY KEY, b text);
