CREATE TYPE pair AS (a integer, b text);
CREATE TABLE t OF pair (a WITH OPTIONS PRIMARY KEY, b DEFAULT 'x');
