CREATE TYPE mood AS ENUM ('sad', 'new');
CREATE TABLE t (m mood);
CREATE VIEW v AS SELECT m FROM t WHERE m = 'new';
CREATE INDEX i ON t (m) WHERE m = 'new';
ALTER TABLE t ADD CONSTRAINT c CHECK (m IN ('sad', 'new'));
CREATE FUNCTION f(mood DEFAULT 'new') RETURNS mood LANGUAGE sql AS 'SELECT $1';
