CREATE TABLE p (a text, b integer) PARTITION BY LIST (a);
CREATE TABLE p_x PARTITION OF p FOR VALUES IN ('x', 'it''s', NULL);
