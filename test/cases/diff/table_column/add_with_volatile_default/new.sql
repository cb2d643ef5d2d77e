CREATE TABLE t (a integer, b uuid DEFAULT gen_random_uuid());
