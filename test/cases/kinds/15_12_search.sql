CREATE CONVERSION kinds.from_latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION kinds.from_latin2 FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
COMMENT ON CONVERSION kinds.from_latin1 IS 'a conversion';

CREATE TEXT SEARCH PARSER kinds.parser (
    START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE kinds.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY kinds.words (TEMPLATE = kinds.template, stopwords = 'english', accept = 'false');
CREATE TEXT SEARCH DICTIONARY kinds.bare (TEMPLATE = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION kinds.configuration (PARSER = kinds.parser);
ALTER TEXT SEARCH CONFIGURATION kinds.configuration
    ADD MAPPING FOR asciiword, word WITH kinds.words, kinds.bare, pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION kinds.configuration ADD MAPPING FOR email WITH kinds.bare;
CREATE TEXT SEARCH CONFIGURATION kinds.empty_configuration (PARSER = pg_catalog."default");
COMMENT ON TEXT SEARCH PARSER kinds.parser IS 'a parser';
COMMENT ON TEXT SEARCH TEMPLATE kinds.template IS 'a template';
COMMENT ON TEXT SEARCH DICTIONARY kinds.words IS 'a dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION kinds.configuration IS 'a configuration';

-- With functions of its own: a language upon an extension's functions would be dumped without them.
CREATE FUNCTION kinds.call_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION kinds.inline_handler(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION kinds.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE plkinds HANDLER kinds.call_handler INLINE kinds.inline_handler VALIDATOR kinds.validator;
CREATE LANGUAGE "PL untrusted" HANDLER kinds.call_handler;
COMMENT ON LANGUAGE plkinds IS 'a language';
CREATE FUNCTION kinds.in_plkinds() RETURNS integer LANGUAGE plkinds AS 'BEGIN RETURN 1; END';

CREATE TRANSFORM FOR integer LANGUAGE sql (
    FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR bigint LANGUAGE plkinds (TO SQL WITH FUNCTION int8recv(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 'a transform';
CREATE FUNCTION kinds.transformed(integer) RETURNS integer LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT $1';

CREATE ACCESS METHOD gist_too TYPE INDEX HANDLER gisthandler;
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD gist_too IS 'an access method';
CREATE OPERATOR CLASS kinds.box_too DEFAULT FOR TYPE box USING gist_too AS
    OPERATOR 3 &&, OPERATOR 7 @>, OPERATOR 8 <@,
    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
    FUNCTION 7 gist_box_same(box, box, internal);
