CREATE TYPE t AS (a integer);
CREATE TABLE u OF t;
