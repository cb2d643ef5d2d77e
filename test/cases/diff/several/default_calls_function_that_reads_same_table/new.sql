CREATE TABLE t (a integer);
CREATE FUNCTION next_one() RETURNS integer LANGUAGE sql AS 'SELECT coalesce(max(a), 0) + 1 FROM t';
ALTER TABLE t ALTER a SET DEFAULT next_one();
