CREATE TABLE p (a text, b integer) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a', 'b', 'c');
