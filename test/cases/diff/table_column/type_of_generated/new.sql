CREATE TABLE t (a integer, b numeric GENERATED ALWAYS AS (a * 2) STORED);
