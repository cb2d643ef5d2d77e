CREATE TYPE t AS (c date);
CREATE TABLE p (a integer, b integer);
CREATE TABLE q OF t;
CREATE TABLE u () INHERITS (p);
