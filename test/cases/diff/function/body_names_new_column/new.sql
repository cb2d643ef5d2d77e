CREATE TABLE t (a bigint);
CREATE TABLE k (id integer, more integer);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + count(k.more)::integer FROM public.k';
CREATE INDEX i ON t (f(a::integer));
INSERT INTO t VALUES (1);
