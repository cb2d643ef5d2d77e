-- Roles belong to the whole server, so each is made only where it is missing.
DO $$
BEGIN
  IF to_regrole('library_desk') IS NULL THEN
    CREATE ROLE library_desk NOLOGIN;
  END IF;
  IF to_regrole('library_web') IS NULL THEN
    CREATE ROLE library_web NOLOGIN;
  END IF;
END
$$;
