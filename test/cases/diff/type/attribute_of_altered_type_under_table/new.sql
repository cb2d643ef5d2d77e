CREATE TYPE n AS RANGE (SUBTYPE = text);
COMMENT ON TYPE n IS 'of letters';
CREATE TYPE o AS (f1 integer, f2 n, f3 n);
CREATE TABLE t OF o;
