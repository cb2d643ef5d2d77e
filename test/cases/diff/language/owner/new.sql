CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler;
ALTER LANGUAGE l OWNER TO regress_diff_owner;
