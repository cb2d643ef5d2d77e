CREATE TABLE t (a integer, b text) WITH (fillfactor = 70, parallel_workers = 2);
