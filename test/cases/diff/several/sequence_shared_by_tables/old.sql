CREATE SEQUENCE s;
CREATE TABLE a (x integer DEFAULT nextval('s'));
CREATE TABLE b (x integer DEFAULT nextval('s'));
