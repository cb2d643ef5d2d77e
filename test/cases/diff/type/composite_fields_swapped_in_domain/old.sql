CREATE TYPE pair AS (a text, b text);
CREATE DOMAIN d AS pair;
CREATE TABLE t (id integer, p d);
