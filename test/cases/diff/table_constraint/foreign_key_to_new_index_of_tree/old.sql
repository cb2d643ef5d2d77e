CREATE TABLE crate (depot int, number int) PARTITION BY LIST (depot);
CREATE TABLE crate_north PARTITION OF crate FOR VALUES IN (1, 2) PARTITION BY LIST (depot);
CREATE TABLE crate_north_one PARTITION OF crate_north DEFAULT;
CREATE TABLE crate_rest PARTITION OF crate DEFAULT;
CREATE TABLE label (depot int, number int);
