CREATE TYPE addr AS (street text, "Zip" text, no bigint);
CREATE TABLE t (id integer, a addr);
