CREATE TABLE t (a integer, b text, CONSTRAINT t_pkey PRIMARY KEY (a) WITH (fillfactor = 70), CONSTRAINT u UNIQUE (b) INCLUDE (a) WITH (fillfactor = 80, deduplicate_items = off) DEFERRABLE INITIALLY DEFERRED);
COMMENT ON INDEX u IS 'of the constraint';
CREATE TABLE s (a integer CONSTRAINT s_pkey PRIMARY KEY WITH (fillfactor = 60), r int4range, EXCLUDE USING gist (r WITH &&) WITH (fillfactor = 50) WHERE (a > 0) DEFERRABLE);
