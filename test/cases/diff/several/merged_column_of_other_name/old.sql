CREATE TABLE p (a integer, rest text);
CREATE TABLE q (b integer);
CREATE TABLE t (a integer, rest text) INHERITS (p, q);
CREATE TABLE u (rest text) INHERITS (t);
