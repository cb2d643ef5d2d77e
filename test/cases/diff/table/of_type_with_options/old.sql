CREATE TYPE ty AS (a integer, b text);
CREATE TABLE t OF ty (PRIMARY KEY (a));
