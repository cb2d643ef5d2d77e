CREATE EXTENSION btree_gist;
CREATE TABLE t (id integer, during daterange, CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE r (id integer, during daterange);
