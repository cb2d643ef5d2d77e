-- Thirteen digits, or the ten of books printed before 2007.
CREATE DOMAIN catalogue.isbn AS text
  CONSTRAINT isbn_check CHECK (VALUE ~ '^(97[89][0-9]{10}|[0-9]{9}[0-9X])$');

COMMENT ON DOMAIN catalogue.isbn IS 'ISBN-13 or ISBN-10, without hyphens';
