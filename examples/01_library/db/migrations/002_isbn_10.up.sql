ALTER DOMAIN catalogue.isbn DROP CONSTRAINT isbn_check;
ALTER DOMAIN catalogue.isbn
  ADD CONSTRAINT isbn_check CHECK (VALUE ~ '^(97[89][0-9]{10}|[0-9]{9}[0-9X])$');

COMMENT ON DOMAIN catalogue.isbn IS 'ISBN-13 or ISBN-10, without hyphens';
