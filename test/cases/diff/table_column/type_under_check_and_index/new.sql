CREATE TABLE t (a bigint CONSTRAINT small CHECK (a < 100));
CREATE INDEX t_a ON t (a) WHERE a > 5;
CREATE INDEX t_expression ON t ((a + 1));
