CREATE TYPE t AS (c date);
CREATE TABLE p (a integer, b integer);
CREATE TABLE q () INHERITS (p);
CREATE TABLE u OF t;
