CREATE TYPE kind AS ENUM ('long', 'short');
CREATE TABLE stay (a bigint, b text, kind kind) PARTITION BY RANGE (a);
CREATE TABLE stay_few PARTITION OF stay FOR VALUES FROM (0) TO (10);
CREATE TABLE stay_many PARTITION OF stay DEFAULT;
