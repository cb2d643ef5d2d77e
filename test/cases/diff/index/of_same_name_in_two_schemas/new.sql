CREATE SCHEMA s;
CREATE TABLE t (a integer, b integer);
CREATE TABLE s.t (a integer, b integer);
CREATE INDEX i ON t (a);
CREATE INDEX i ON s.t (b);
