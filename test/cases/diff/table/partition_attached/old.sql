CREATE TABLE p (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE p1 (a integer, b text);
