CREATE TYPE a AS (y text, z text, x bigint);
CREATE TYPE b AS (m text, a a);
CREATE TABLE t (id integer, b b);
