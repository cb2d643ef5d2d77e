CREATE TABLE a (x serial, y text);
CREATE TABLE b (x integer DEFAULT nextval('a_x_seq'));
