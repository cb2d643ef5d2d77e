CREATE EXTENSION btree_gist;
CREATE TABLE t (id integer, during daterange);
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, during WITHOUT OVERLAPS);
