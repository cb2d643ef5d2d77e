CREATE TABLE t (a integer, b text);
CREATE TABLE log (a integer, what text);
