CREATE TABLE t (a integer, b integer);
CREATE INDEX one ON t (b);
CREATE INDEX two ON t (a);
