CREATE PROCEDURE p(a integer, b text) LANGUAGE sql AS '';
