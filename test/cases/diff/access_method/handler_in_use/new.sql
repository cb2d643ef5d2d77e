CREATE FUNCTION mine(internal) RETURNS table_am_handler LANGUAGE internal STRICT AS 'heap_tableam_handler';
CREATE ACCESS METHOD m TYPE TABLE HANDLER mine;
CREATE TABLE t (a integer) USING m;
