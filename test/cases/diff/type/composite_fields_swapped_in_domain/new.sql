CREATE TYPE pair AS (b text, a text);
CREATE DOMAIN d AS pair;
CREATE TABLE t (id integer, p d);
