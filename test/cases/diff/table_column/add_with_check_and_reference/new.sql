CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE t (a integer, b integer CHECK (b > 0) REFERENCES r);
