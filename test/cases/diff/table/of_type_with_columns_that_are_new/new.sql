CREATE TYPE of_t AS (f integer, c text, a date, b text);
CREATE TABLE t OF of_t;
CREATE TABLE u (b integer, z integer, a integer);
