CREATE TABLE t (a integer, "old name" text);
