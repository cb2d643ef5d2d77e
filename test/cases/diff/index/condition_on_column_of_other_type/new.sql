CREATE TABLE t (id integer, e text);
CREATE INDEX j ON t (id) WHERE e = 'a';
