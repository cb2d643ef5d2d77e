CREATE TABLE t (a integer CHECK (a = ANY (ARRAY[1, 2])), b text CHECK (b IN ('x', 'y')), c boolean DEFAULT true, d integer);
