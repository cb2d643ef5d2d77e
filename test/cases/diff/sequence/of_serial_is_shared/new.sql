CREATE TABLE t (a serial);
CREATE TABLE u (a integer DEFAULT nextval('t_a_seq'));
