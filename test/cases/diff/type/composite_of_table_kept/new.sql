CREATE TABLE t (a integer, b text);
CREATE TYPE holder AS (one t, many t[]);
