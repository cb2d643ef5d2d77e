CREATE TYPE pair AS (a integer);
CREATE TABLE t (p pair, ps pair[]);
