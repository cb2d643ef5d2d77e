INSERT INTO t VALUES (2, 'y', false, 4);
