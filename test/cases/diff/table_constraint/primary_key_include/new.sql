CREATE TABLE t (a integer, b integer, CONSTRAINT k PRIMARY KEY (a) INCLUDE (b) WITH (fillfactor = 80));
