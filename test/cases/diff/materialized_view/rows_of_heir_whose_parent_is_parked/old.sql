CREATE TABLE inner_one (a char(5));
CREATE TABLE parent (one inner_one);
CREATE TABLE heir (one inner_one);
ALTER TABLE heir INHERIT parent;
CREATE MATERIALIZED VIEW held AS SELECT r AS whole FROM heir r WITH NO DATA;
