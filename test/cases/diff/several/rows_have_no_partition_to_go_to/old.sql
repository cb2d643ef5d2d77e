CREATE TABLE lost (a integer);
CREATE TABLE part (a integer) PARTITION BY LIST (a);
CREATE TABLE part_one PARTITION OF part FOR VALUES IN (1);
