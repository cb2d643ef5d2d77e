INSERT INTO t VALUES ('yes'), ('false');
