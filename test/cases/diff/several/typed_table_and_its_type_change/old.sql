CREATE TYPE o AS (f2 integer, f3 interval);
CREATE TABLE t OF o;
