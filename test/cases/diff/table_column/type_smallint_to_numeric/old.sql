CREATE TABLE t (a smallint DEFAULT 3);
