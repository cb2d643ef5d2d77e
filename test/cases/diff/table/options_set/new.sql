CREATE TABLE t (a integer, b text) WITH (fillfactor = 70, autovacuum_enabled = false);
