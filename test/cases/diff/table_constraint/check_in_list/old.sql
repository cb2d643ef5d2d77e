CREATE TABLE t (a text, CONSTRAINT known CHECK (a IN ('x', 'y')));
