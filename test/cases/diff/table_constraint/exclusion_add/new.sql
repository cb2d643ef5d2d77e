CREATE TABLE t (during int4range, room integer);
ALTER TABLE t ADD CONSTRAINT once EXCLUDE USING gist (during WITH &&);
