CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 1 OR a < 2));
COMMENT ON CONSTRAINT c ON t IS 'a check';
