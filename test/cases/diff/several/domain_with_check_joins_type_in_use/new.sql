CREATE DOMAIN amount AS numeric(10, 2) CONSTRAINT amount_check CHECK (VALUE <> -16);
CREATE TYPE pair AS (a integer, b amount);
CREATE TABLE t (p pair);
INSERT INTO t VALUES (ROW(1, NULL));
