CREATE TABLE p (a integer, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE INDEX p_b ON p (b);
CREATE TABLE p1 (a integer NOT NULL, b text, CONSTRAINT p1_pkey PRIMARY KEY (a));
CREATE INDEX p1_b_idx ON p1 (b);
