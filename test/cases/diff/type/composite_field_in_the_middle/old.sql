CREATE TYPE addr AS (street text, no integer);
CREATE TABLE t (id integer, a addr);
