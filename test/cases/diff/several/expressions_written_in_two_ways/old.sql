CREATE TABLE t (a integer CHECK (a IN (1, 2)), b text CHECK (b = ANY (ARRAY['x', 'y'])), c boolean DEFAULT 'yes');
