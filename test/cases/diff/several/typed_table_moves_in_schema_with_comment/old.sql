CREATE SCHEMA app;
CREATE TYPE app.pair AS (a integer, b text);
CREATE TABLE t OF app.pair;
INSERT INTO t VALUES (1, 'one');
