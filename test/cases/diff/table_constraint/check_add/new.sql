CREATE TABLE t (a integer);
ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0);
