CREATE TYPE one AS ENUM ('a', 'b');
CREATE TYPE two AS ENUM ('a', 'b', 'c');
CREATE TABLE t (a two DEFAULT 'a');
