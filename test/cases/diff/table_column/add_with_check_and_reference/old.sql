CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE t (a integer);
