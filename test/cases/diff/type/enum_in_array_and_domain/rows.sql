INSERT INTO t VALUES ('{sad,happy}', 'sad'), ('{}', NULL);
