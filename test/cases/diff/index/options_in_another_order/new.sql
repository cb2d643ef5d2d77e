CREATE TABLE t (a integer);
CREATE INDEX i ON t USING brin (a) WITH (pages_per_range = 8, autosummarize = true);
