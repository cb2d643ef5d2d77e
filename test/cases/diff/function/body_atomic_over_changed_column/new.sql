CREATE TABLE t (a integer, b varchar(20));
CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(b)::text FROM t; END;
