CREATE TYPE a AS (x integer, y text);
CREATE TYPE b AS (a a, n integer);
CREATE TABLE t (id integer, b b);
