CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler;
