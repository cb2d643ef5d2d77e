-- What the old body names goes when the new one is there, and is run by an index that is made anew.
CREATE TABLE k (id integer);
CREATE TABLE t (a integer);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + count(k.id)::integer FROM public.k';
CREATE INDEX i ON t (f(a));
INSERT INTO t VALUES (1);
