CREATE FUNCTION catalogue.sort_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(name, '^(The|An|A)\s+', ''));

COMMENT ON FUNCTION catalogue.sort_name(text) IS 'The name without its leading article, in lower case';
