CREATE TABLE t (a integer, b integer) TABLESPACE pg_default;
