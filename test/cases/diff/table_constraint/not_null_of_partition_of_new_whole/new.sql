CREATE TABLE berth (pier int PRIMARY KEY, depth int) PARTITION BY LIST (pier);
CREATE TABLE berth_one PARTITION OF berth DEFAULT;
