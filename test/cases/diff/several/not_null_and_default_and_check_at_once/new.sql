CREATE TABLE t (a integer NOT NULL DEFAULT 1 CHECK (a > 0), b text NOT NULL, c integer DEFAULT 9);
