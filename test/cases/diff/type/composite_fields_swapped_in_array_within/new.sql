CREATE TYPE pair AS (b text, a text);
CREATE TYPE pairs AS (n integer, all_of pair[]);
CREATE TABLE t (id integer, p pairs);
