CREATE TYPE pair AS (a integer, b text);
CREATE TABLE t OF pair;
CREATE VIEW v AS SELECT a FROM t;
