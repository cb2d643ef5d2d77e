CREATE TABLE t (a integer, "B b" text);
