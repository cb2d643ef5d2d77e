CREATE PROCEDURE p(a integer, INOUT c integer) LANGUAGE sql AS 'SELECT 1';
