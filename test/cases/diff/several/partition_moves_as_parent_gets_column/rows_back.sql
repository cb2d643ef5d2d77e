INSERT INTO p VALUES (1, 1, 'x', 1), (2, 5, 'y', NULL);
