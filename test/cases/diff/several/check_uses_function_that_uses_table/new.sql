CREATE TABLE allowed (a integer);
CREATE FUNCTION fine(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT NOT EXISTS (SELECT FROM allowed WHERE a < $1)';
CREATE TABLE t (a integer CHECK (fine(a)));
