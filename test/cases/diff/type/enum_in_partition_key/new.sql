CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE p (m mood, a integer) PARTITION BY LIST (m);
CREATE TABLE p_sad PARTITION OF p FOR VALUES IN ('sad');
CREATE TABLE p_happy PARTITION OF p FOR VALUES IN ('happy');
