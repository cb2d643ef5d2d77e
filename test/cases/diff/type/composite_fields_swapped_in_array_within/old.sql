CREATE TYPE pair AS (a text, b text);
CREATE TYPE pairs AS (n integer, all_of pair[]);
CREATE TABLE t (id integer, p pairs);
