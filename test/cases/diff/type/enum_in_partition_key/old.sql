CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE p (m mood, a integer) PARTITION BY LIST (m);
CREATE TABLE p_sad PARTITION OF p FOR VALUES IN ('sad');
