CREATE TABLE t (a integer);
CREATE TYPE o AS (f t, g text);
CREATE TABLE u OF o;
