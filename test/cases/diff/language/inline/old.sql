CREATE FUNCTION inlined(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE LANGUAGE l HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
