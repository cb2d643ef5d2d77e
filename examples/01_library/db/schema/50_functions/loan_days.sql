CREATE FUNCTION lending.loan_days(kind readers.kind) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE kind WHEN 'school' THEN 84 WHEN 'child' THEN 28 ELSE 21 END;
$$;
