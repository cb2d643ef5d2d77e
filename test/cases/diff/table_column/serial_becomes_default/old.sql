CREATE TABLE t (id serial, b integer);
