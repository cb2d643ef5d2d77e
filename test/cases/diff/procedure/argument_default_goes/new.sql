CREATE PROCEDURE p(a integer, b integer) LANGUAGE sql AS '';
