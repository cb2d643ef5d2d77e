CREATE TABLE level (coast text, day date, height int) PARTITION BY LIST (coast);
CREATE TABLE tide_west PARTITION OF level FOR VALUES IN ('w', 'x');
CREATE UNIQUE INDEX tide_of_day ON level (coast, day);
CREATE INDEX tide_west_day ON tide_west (coast, day);
CREATE INDEX tide_day ON level (coast, day);
CREATE TABLE reading (coast text, day date, FOREIGN KEY (coast, day) REFERENCES level (coast, day));
