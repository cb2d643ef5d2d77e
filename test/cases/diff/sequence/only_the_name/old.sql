CREATE TABLE a (x serial, y text);
ALTER SEQUENCE a_x_seq RENAME TO x_old;
CREATE TABLE b (x integer DEFAULT nextval('x_old'));
