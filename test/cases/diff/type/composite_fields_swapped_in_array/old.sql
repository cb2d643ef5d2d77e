CREATE TYPE pair AS (a text, b text);
CREATE TABLE t (id integer, p pair[]);
