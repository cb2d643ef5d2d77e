CREATE SEQUENCE s;
CREATE TABLE a (x bigint DEFAULT nextval('s'));
CREATE TABLE c (x integer DEFAULT nextval('s'));
ALTER SEQUENCE s OWNED BY a.x;
