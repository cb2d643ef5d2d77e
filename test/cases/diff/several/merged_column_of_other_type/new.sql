CREATE TABLE p (a bigint, b text DEFAULT 'x');
CREATE TABLE c (a bigint, b text);
ALTER TABLE c INHERIT p;
CREATE INDEX i ON c (a);
CREATE TABLE w (x c, y p);
