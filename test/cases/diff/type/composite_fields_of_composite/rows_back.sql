INSERT INTO t VALUES (1, ROW('m', ROW('y', 'z', 1)));
