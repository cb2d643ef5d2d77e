CREATE TABLE t (during int4range, room integer);
