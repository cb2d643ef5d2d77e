CREATE TABLE t (a integer, b text DEFAULT 'old', c integer NOT NULL);
