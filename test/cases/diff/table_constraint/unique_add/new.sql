CREATE TABLE t (a integer UNIQUE, b integer, UNIQUE (a, b));
