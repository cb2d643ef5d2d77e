CREATE FUNCTION fine(integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
CREATE TABLE t (a integer);
CREATE POLICY p ON t USING (fine(a));
