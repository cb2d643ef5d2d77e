-- A table whose default is a function that names the table in its variables.
CREATE TABLE t (a integer);
