CREATE TABLE t (a text, b bigserial);
