CREATE TABLE t (a integer, CONSTRAINT "Is fine" CHECK (a > -5 AND a < 1000));
