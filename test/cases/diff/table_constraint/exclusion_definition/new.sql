CREATE EXTENSION btree_gist;
CREATE TABLE t (during int4range, room integer);
ALTER TABLE t ADD CONSTRAINT once EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0);
