CREATE PROCEDURE p() LANGUAGE sql SET work_mem = '8MB' AS '';
