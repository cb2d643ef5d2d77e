CREATE FUNCTION catalogue.sort_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(name, '^(The|An|A)\s+', ''));

COMMENT ON FUNCTION catalogue.sort_name(text) IS 'The name without its leading article, in lower case';

CREATE FUNCTION catalogue.title_sort_name() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.sort_name := catalogue.sort_name(NEW.name);
  RETURN NEW;
END
$$;

ALTER TABLE catalogue.title ADD COLUMN sort_name text;
COMMENT ON COLUMN catalogue.title.sort_name IS 'Name as it is shelved, kept by trigger title_sort_name';

CREATE TRIGGER title_sort_name BEFORE INSERT OR UPDATE OF name ON catalogue.title
  FOR EACH ROW EXECUTE FUNCTION catalogue.title_sort_name();

UPDATE catalogue.title SET sort_name = catalogue.sort_name(name) WHERE sort_name IS NULL;
ALTER TABLE catalogue.title ALTER COLUMN sort_name SET NOT NULL;

CREATE INDEX title_sort_name_idx ON catalogue.title (sort_name, title_id);
