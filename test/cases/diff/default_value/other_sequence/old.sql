CREATE SEQUENCE "S one";
CREATE SEQUENCE s_two;
CREATE TABLE t (a integer DEFAULT nextval('"S one"'));
