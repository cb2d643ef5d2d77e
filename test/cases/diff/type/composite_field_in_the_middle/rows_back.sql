INSERT INTO t VALUES (1, ('x', 'z', 1)), (2, NULL), (3, (NULL, NULL, NULL));
