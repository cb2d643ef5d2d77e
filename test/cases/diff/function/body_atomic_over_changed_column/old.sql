CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(b)::text FROM t; END;
