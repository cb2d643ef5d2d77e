CREATE TABLE t (a integer, b timestamptz NOT NULL DEFAULT now());
