CREATE TABLE lost (a integer) PARTITION BY LIST (a);
CREATE TABLE part (a integer) PARTITION BY RANGE (a);
