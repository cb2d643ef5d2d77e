GRANT USAGE ON SCHEMA public TO regress_diff_reader;
CREATE TYPE e AS ENUM ('one', 'three');
CREATE TABLE p (id integer NOT NULL, rest e) PARTITION BY HASH (id);
CREATE TABLE t (a e);
