CREATE ACCESS METHOD m TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer) USING m;
