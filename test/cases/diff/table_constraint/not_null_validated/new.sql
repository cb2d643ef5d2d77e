CREATE TABLE t (a integer CONSTRAINT there NOT NULL);
COMMENT ON CONSTRAINT there ON t IS 'a comment';
