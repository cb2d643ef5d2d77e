CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler;
GRANT USAGE ON LANGUAGE l TO regress_diff_reader;
