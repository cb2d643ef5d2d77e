CREATE TABLE t (a integer, b integer, c integer NOT NULL);
