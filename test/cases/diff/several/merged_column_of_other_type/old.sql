CREATE TABLE p (a integer, b text);
CREATE TABLE c (a integer, b text);
ALTER TABLE c INHERIT p;
CREATE TABLE w (x c, y p);
