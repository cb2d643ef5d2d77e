CREATE FUNCTION valid(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE l HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
