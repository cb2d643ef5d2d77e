CREATE TABLE p (a integer, b integer);
CREATE TABLE c () INHERITS (p);
CREATE TABLE k (a integer, b bigint) PARTITION BY LIST (a);
CREATE TABLE k_1 PARTITION OF k FOR VALUES IN (1, 2, 11, 105);
