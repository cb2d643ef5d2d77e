CREATE TABLE t (c integer, d text);
