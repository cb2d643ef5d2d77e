-- Fails, and changes nothing, once a title with ten digits has been catalogued.
ALTER DOMAIN catalogue.isbn DROP CONSTRAINT isbn_check;
ALTER DOMAIN catalogue.isbn ADD CONSTRAINT isbn_check CHECK (VALUE ~ '^97[89][0-9]{10}$');

COMMENT ON DOMAIN catalogue.isbn IS 'ISBN-13, without hyphens';
