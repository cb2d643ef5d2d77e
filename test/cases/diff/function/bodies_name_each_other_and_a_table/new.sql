CREATE TABLE t (a integer);
CREATE TABLE z (n integer);
CREATE FUNCTION one(n integer) RETURNS integer LANGUAGE plpgsql AS $$DECLARE r public.z; BEGIN RETURN CASE WHEN n = 0 THEN 1 ELSE public.two(n - 1) END; END$$;
CREATE FUNCTION two(n integer) RETURNS integer LANGUAGE plpgsql AS $$DECLARE r public.z; BEGIN RETURN CASE WHEN n = 0 THEN 2 ELSE public.one(n - 1) END; END$$;
CREATE MATERIALIZED VIEW a AS SELECT one(3) AS n;
