CREATE TABLE p (a integer DEFAULT 1, b integer DEFAULT 2);
CREATE TABLE h (a integer, b integer DEFAULT 3);
ALTER TABLE h INHERIT p;
