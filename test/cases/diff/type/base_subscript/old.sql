CREATE TYPE two;
CREATE FUNCTION two_in(cstring) RETURNS two LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION two_out(two) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE two (INPUT = two_in, OUTPUT = two_out, INTERNALLENGTH = 16, ALIGNMENT = double);
