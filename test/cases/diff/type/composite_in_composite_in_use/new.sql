CREATE TYPE a AS (x text);
CREATE TYPE b AS (a a, y integer);
CREATE TABLE t (b b);
