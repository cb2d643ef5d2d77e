CREATE TABLE t (a integer[]);
CREATE INDEX i ON t USING gin (a) WITH (gin_pending_list_limit = 128);
