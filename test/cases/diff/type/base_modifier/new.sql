CREATE TYPE label;
CREATE FUNCTION label_in(cstring, oid, integer) RETURNS label LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE FUNCTION label_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION label_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE label (INPUT = label_in, OUTPUT = label_out, STORAGE = extended, TYPMOD_IN = label_typmod_in, TYPMOD_OUT = label_typmod_out);
