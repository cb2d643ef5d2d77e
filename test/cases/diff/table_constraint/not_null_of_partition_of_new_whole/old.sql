CREATE TABLE berth_one (pier int PRIMARY KEY, depth int);
