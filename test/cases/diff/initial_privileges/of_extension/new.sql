CREATE EXTENSION pg_trgm;
REVOKE EXECUTE ON FUNCTION similarity(text, text) FROM PUBLIC;
CREATE EXTENSION pg_freespacemap;
GRANT EXECUTE ON FUNCTION pg_freespace(regclass) TO regress_diff_reader;
