CREATE TYPE pair AS (b text, a text);
CREATE TABLE t (id integer, p pair[]);
