CREATE EXTENSION pg_trgm;
GRANT EXECUTE ON FUNCTION similarity(text, text) TO regress_diff_reader;
