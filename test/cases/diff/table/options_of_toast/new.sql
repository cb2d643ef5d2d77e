CREATE TABLE t (a integer, b text) WITH (toast.autovacuum_enabled = false, toast_tuple_target = 256);
