CREATE TABLE p (k integer, a integer) PARTITION BY LIST (k);
CREATE TABLE p_1 PARTITION OF p FOR VALUES IN (7);
CREATE TABLE q (k integer, a integer);
CREATE INDEX i ON p (a DESC);
CREATE INDEX j ON p (a);
CREATE INDEX q_i ON q (a DESC);
CREATE INDEX q_j ON q (a);
