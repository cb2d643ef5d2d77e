CREATE SCHEMA s;
CREATE TABLE s.t (a text) WITH (fillfactor = 10, autovacuum_enabled = false, toast.autovacuum_enabled = false);
