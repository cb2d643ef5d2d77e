CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql SET search_path = public, "Odd path", pg_temp SET "my.setting" = 'a, "b"' AS 'BEGIN RETURN 1; END';
