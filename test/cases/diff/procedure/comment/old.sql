CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
COMMENT ON PROCEDURE p(integer) IS 'before';
