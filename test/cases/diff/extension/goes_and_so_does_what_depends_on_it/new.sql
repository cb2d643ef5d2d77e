CREATE EXTENSION hstore;
CREATE TABLE t (a text, b text);
