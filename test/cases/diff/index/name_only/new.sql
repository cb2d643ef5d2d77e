CREATE TABLE t (a integer);
CREATE INDEX two ON t (a);
