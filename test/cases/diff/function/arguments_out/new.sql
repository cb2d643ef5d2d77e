CREATE FUNCTION f(a integer, OUT b integer, OUT c text) LANGUAGE sql AS $$SELECT $1, 'x'$$;
