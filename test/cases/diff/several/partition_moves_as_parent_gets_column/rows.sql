INSERT INTO p VALUES (1, 1, 'x'), (2, 5, 'y');
