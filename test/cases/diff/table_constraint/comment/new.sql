CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 0), b integer PRIMARY KEY);
COMMENT ON CONSTRAINT c ON t IS 'a check';
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key';
