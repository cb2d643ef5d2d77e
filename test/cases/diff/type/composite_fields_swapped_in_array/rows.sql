INSERT INTO t VALUES (1, ARRAY[('a', 'b')::pair]);
