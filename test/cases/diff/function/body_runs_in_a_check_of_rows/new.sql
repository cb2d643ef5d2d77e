CREATE TABLE z (n integer);
CREATE FUNCTION b(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > (SELECT coalesce(max(n), 0) FROM z)';
CREATE DOMAIN d AS integer CHECK (b(value));
CREATE TABLE t (a d);
INSERT INTO t VALUES (1);
