INSERT INTO t VALUES ('short');
