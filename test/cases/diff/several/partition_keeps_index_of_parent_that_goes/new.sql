CREATE TABLE p1 (a integer UNIQUE, b integer);
CREATE INDEX p1_b_idx ON p1 (b);
