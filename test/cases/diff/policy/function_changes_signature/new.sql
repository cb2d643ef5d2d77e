CREATE FUNCTION fine(integer, integer DEFAULT 0) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > $2';
CREATE TABLE t (a integer);
CREATE POLICY p ON t USING (fine(a));
