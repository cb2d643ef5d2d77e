CREATE TABLE t (a text DEFAULT 'one', b timestamptz DEFAULT now());
