CREATE TYPE token;
CREATE FUNCTION token_in(cstring) RETURNS token LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION token_out(token) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE token (INPUT = token_in, OUTPUT = token_out, LIKE = text);
COMMENT ON FUNCTION token_out(token) IS 'as it is';
COMMENT ON TYPE token IS 'a word';
