-- A body that a plan runs over rows names a table that is new.
CREATE TABLE t (a integer);
INSERT INTO t VALUES (1);
