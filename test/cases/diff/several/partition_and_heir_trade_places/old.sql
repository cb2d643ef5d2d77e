CREATE TABLE p (a integer, k integer) PARTITION BY LIST (k);
CREATE TABLE x PARTITION OF p FOR VALUES IN (1, 2, 11, 105);
CREATE TABLE z (a integer, k integer);
CREATE TABLE y () INHERITS (z);
