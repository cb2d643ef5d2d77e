CREATE TABLE t (a integer);
CREATE TABLE x (a integer);
