CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    n integer := 1;  -- one; two
BEGIN
    FOR i IN 1 .. 3 LOOP n := n * i; END LOOP;
    RETURN n;
END
$$;
