CREATE FUNCTION conv(integer, integer, cstring, internal, integer, boolean) RETURNS integer LANGUAGE c STRICT AS '$libdir/utf8_and_iso8859', 'iso8859_to_utf8';
CREATE CONVERSION c FOR 'LATIN2' TO 'UTF8' FROM conv;
