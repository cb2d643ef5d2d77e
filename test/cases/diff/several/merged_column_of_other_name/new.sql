CREATE TABLE p (a integer, changed text);
CREATE TABLE q (b integer);
CREATE TABLE t (a integer, changed text) INHERITS (p, q);
CREATE TABLE u (changed text) INHERITS (t);
