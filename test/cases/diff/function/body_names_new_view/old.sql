-- A default that fills the rows that are there runs a body whose last word is a view that is new, and one with a dollar in its name.
CREATE TABLE t (a integer);
INSERT INTO t VALUES (1);
