CREATE TABLE t (a serial);
