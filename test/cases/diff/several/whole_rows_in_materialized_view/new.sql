CREATE TABLE t (id integer NOT NULL, c integer);
CREATE MATERIALIZED VIEW m AS SELECT r AS whole, 1 AS one FROM t r;
CREATE TABLE u (id integer, a integer DEFAULT 5);
CREATE MATERIALIZED VIEW n AS SELECT r AS whole FROM u r;
