CREATE TABLE p (a integer, b text) PARTITION BY RANGE (a);
