INSERT INTO p (m, d) VALUES ('sad', 'happy'), ('happy', NULL), (NULL, 'sad');
