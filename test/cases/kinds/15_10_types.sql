CREATE SCHEMA kinds;
COMMENT ON SCHEMA kinds IS E'one object of each kind,\nwith a line break, a tab\t, a \\ and a '' in its comment';
CREATE SCHEMA "Odd ""Name"".x";
CREATE SCHEMA owned AUTHORIZATION kinds_owner;

CREATE TYPE kinds.shell;
COMMENT ON TYPE kinds.shell IS 'never defined';

-- Base types, upon the server's own functions for others of the same layout.
CREATE TYPE kinds.cents;
CREATE FUNCTION kinds.cents_in(cstring) RETURNS kinds.cents LANGUAGE internal IMMUTABLE STRICT AS 'int8in';
CREATE FUNCTION kinds.cents_out(kinds.cents) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int8out';
CREATE FUNCTION kinds.cents_recv(internal) RETURNS kinds.cents LANGUAGE internal IMMUTABLE STRICT AS 'int8recv';
CREATE FUNCTION kinds.cents_send(kinds.cents) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int8send';
CREATE TYPE kinds.cents (
    INPUT = kinds.cents_in, OUTPUT = kinds.cents_out, RECEIVE = kinds.cents_recv, SEND = kinds.cents_send,
    LIKE = int8, CATEGORY = 'k', PREFERRED = true, DEFAULT = '0', DELIMITER = ';');
COMMENT ON TYPE kinds.cents IS 'a base type passed by value';

CREATE TYPE kinds.pair;
CREATE FUNCTION kinds.pair_in(cstring) RETURNS kinds.pair LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION kinds.pair_out(kinds.pair) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE kinds.pair (
    INPUT = kinds.pair_in, OUTPUT = kinds.pair_out, INTERNALLENGTH = 16, ALIGNMENT = double,
    ELEMENT = float8, SUBSCRIPT = raw_array_subscript_handler);

CREATE TYPE kinds.label;
CREATE FUNCTION kinds.label_in(cstring, oid, integer) RETURNS kinds.label
    LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION kinds.label_out(kinds.label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE FUNCTION kinds.label_typmod_in(cstring[]) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION kinds.label_typmod_out(integer) RETURNS cstring
    LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE kinds.label (
    INPUT = kinds.label_in, OUTPUT = kinds.label_out, TYPMOD_IN = kinds.label_typmod_in,
    TYPMOD_OUT = kinds.label_typmod_out, STORAGE = main, COLLATABLE = true);

-- No column has this type: ANALYZE would hand its values to a function for others.
CREATE TYPE kinds.unstored;
CREATE FUNCTION kinds.unstored_in(cstring) RETURNS kinds.unstored LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION kinds.unstored_out(kinds.unstored) RETURNS cstring
    LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE kinds.unstored (
    INPUT = kinds.unstored_in, OUTPUT = kinds.unstored_out, ANALYZE = ts_typanalyze,
    STORAGE = external, ALIGNMENT = double, INTERNALLENGTH = VARIABLE);
CREATE TYPE kinds.short;
CREATE FUNCTION kinds.short_in(cstring) RETURNS kinds.short LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
CREATE FUNCTION kinds.short_out(kinds.short) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
CREATE TYPE kinds.short (
    INPUT = kinds.short_in, OUTPUT = kinds.short_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2);
CREATE TYPE kinds.letter;
CREATE FUNCTION kinds.letter_in(cstring) RETURNS kinds.letter LANGUAGE internal IMMUTABLE STRICT AS 'charin';
CREATE FUNCTION kinds.letter_out(kinds.letter) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'charout';
CREATE TYPE kinds.letter (
    INPUT = kinds.letter_in, OUTPUT = kinds.letter_out, INTERNALLENGTH = 1, PASSEDBYVALUE, ALIGNMENT = char);

CREATE TYPE kinds.mood AS ENUM ('sad', 'o''k', 'happy', 'größte ☺', '');
ALTER TYPE kinds.mood ADD VALUE 'meh' BEFORE 'o''k';
CREATE TYPE kinds.no_moods AS ENUM ();

CREATE COLLATION kinds.german (provider = icu, locale = 'de-DE');
CREATE COLLATION kinds.no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION kinds.plain (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
COMMENT ON COLLATION kinds.no_case IS 'A equals a';

CREATE TYPE kinds.address AS (street text COLLATE kinds.german, number integer, gone date, zip varchar(10)[]);
ALTER TYPE kinds.address DROP ATTRIBUTE gone;
COMMENT ON TYPE kinds.address IS 'a composite type that lost an attribute';
COMMENT ON COLUMN kinds.address.zip IS 'an attribute''s comment';
CREATE TYPE kinds.nothing AS ();

CREATE DOMAIN kinds.email AS text COLLATE "C" DEFAULT 'nobody@example.org' NOT NULL
    CONSTRAINT has_at CHECK (VALUE ~ '@') CONSTRAINT "no space" CHECK (VALUE !~ '\s');
ALTER DOMAIN kinds.email ADD CONSTRAINT later CHECK (length(VALUE) < 100) NOT VALID;
COMMENT ON DOMAIN kinds.email IS 'a domain';
COMMENT ON CONSTRAINT has_at ON DOMAIN kinds.email IS 'a domain constraint''s comment';
CREATE DOMAIN kinds.emails AS kinds.email[] CHECK (cardinality(VALUE) < 10);
CREATE DOMAIN kinds.home AS kinds.address CHECK ((VALUE).number > 0);

CREATE TYPE kinds.step;
CREATE FUNCTION kinds.step_canonical(kinds.step) RETURNS kinds.step
    LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE kinds.step AS RANGE (
    SUBTYPE = integer, SUBTYPE_OPCLASS = int4_ops, CANONICAL = kinds.step_canonical,
    SUBTYPE_DIFF = int4range_subdiff, MULTIRANGE_TYPE_NAME = kinds.steps);
CREATE TYPE kinds.words AS RANGE (SUBTYPE = text, COLLATION = kinds.german);
COMMENT ON TYPE kinds.words IS 'a range whose multirange got its name by itself';
