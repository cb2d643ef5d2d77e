CREATE PROCEDURE p(integer) LANGUAGE sql AS '';
SECURITY LABEL FOR regress_diff ON PROCEDURE p(integer) IS 'it''s secret';
