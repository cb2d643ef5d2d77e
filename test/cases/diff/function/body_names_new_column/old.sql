-- The column that a body names is added by the plan that runs it.
CREATE TABLE t (a integer);
CREATE TABLE k (id integer);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + count(k.id)::integer FROM public.k';
CREATE INDEX i ON t (f(a));
INSERT INTO t VALUES (1);
