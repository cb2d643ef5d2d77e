CREATE PROCEDURE p(a integer, b integer DEFAULT 1) LANGUAGE sql AS '';
