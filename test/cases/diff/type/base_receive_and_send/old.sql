CREATE TYPE cents;
CREATE FUNCTION cents_in(cstring) RETURNS cents LANGUAGE internal IMMUTABLE STRICT AS 'int8in';
CREATE FUNCTION cents_out(cents) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int8out';
CREATE FUNCTION cents_recv(internal) RETURNS cents LANGUAGE internal IMMUTABLE STRICT AS 'int8recv';
CREATE FUNCTION cents_send(cents) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int8send';
CREATE TYPE cents (INPUT = cents_in, OUTPUT = cents_out, LIKE = bigint);
