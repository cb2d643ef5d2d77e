CREATE TYPE t AS (a integer, b text);
CREATE TABLE u OF t;
CREATE TABLE w OF t;
