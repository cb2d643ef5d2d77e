CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler;
SECURITY LABEL FOR regress_diff ON LANGUAGE l IS 'it''s secret';
