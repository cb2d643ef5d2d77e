CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id integer, e e);
CREATE INDEX j ON t (id) WHERE e = 'a';
