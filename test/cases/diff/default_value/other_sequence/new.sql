CREATE SEQUENCE "S one";
CREATE SEQUENCE s_two;
CREATE TABLE t (a integer DEFAULT nextval('s_two'));
