CREATE TABLE t ("A a" integer, b text);
