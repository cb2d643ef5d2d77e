CREATE TYPE t AS (a integer, b integer);
CREATE TABLE u OF t (PRIMARY KEY (a));
CREATE TABLE w (x t);
CREATE VIEW v AS SELECT a FROM u;
