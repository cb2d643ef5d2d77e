CREATE FUNCTION catalogue.title_sort_name() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.sort_name := catalogue.sort_name(NEW.name);
  RETURN NEW;
END
$$;

CREATE TRIGGER title_sort_name BEFORE INSERT OR UPDATE OF name ON catalogue.title
  FOR EACH ROW EXECUTE FUNCTION catalogue.title_sort_name();
