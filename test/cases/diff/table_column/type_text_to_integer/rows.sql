INSERT INTO t VALUES ('12'), (' 7 '), (NULL);
