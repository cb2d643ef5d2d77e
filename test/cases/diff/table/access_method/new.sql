CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer PRIMARY KEY, b text) USING heap_too;
