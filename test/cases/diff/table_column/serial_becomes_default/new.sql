CREATE TABLE t (id integer DEFAULT 5, b serial);
