CREATE TYPE t AS (a integer, b text, c date);
CREATE TABLE u (a integer, b text);
CREATE TABLE w OF t;
