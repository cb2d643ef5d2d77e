INSERT INTO t VALUES (1, ('x', 1)), (2, NULL), (3, (NULL, NULL));
