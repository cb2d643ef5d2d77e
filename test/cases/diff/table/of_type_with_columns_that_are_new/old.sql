CREATE TABLE t (f integer);
CREATE TABLE u (b integer);
