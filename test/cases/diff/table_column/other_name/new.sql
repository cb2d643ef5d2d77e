CREATE TABLE t (a integer, "new name" text);
