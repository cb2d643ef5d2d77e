CREATE SCHEMA s;
CREATE TABLE s.one (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE s.two (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE s.child () INHERITS (s.one, s.two);
CREATE TABLE s.own (b integer) INHERITS (s.one);
