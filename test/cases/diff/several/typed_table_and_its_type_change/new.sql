CREATE TYPE o AS (f2 integer, f3 interval, f4 json);
CREATE TABLE t OF o;
GRANT TRIGGER ON t TO PUBLIC;
