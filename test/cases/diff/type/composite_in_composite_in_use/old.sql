CREATE TYPE a AS (x integer);
CREATE TYPE b AS (a a, y integer);
CREATE TABLE t (b b);
