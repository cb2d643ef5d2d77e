CREATE DOMAIN amount AS uuid;
CREATE TYPE pair AS (a integer);
CREATE TABLE t (p pair);
INSERT INTO t VALUES (ROW(1));
