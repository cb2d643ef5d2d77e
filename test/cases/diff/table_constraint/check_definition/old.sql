CREATE TABLE t (a integer, CONSTRAINT "Is fine" CHECK (a > 0));
