CREATE TYPE e AS ENUM ('one', 'two');
CREATE TABLE p (id integer NOT NULL, rest e) PARTITION BY HASH (id);
CREATE TABLE t (a e);
