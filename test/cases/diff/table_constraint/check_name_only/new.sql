CREATE TABLE t (a integer CONSTRAINT two CHECK (a > 0));
