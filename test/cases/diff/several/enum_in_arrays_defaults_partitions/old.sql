CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE p (m mood, ms mood[] DEFAULT '{sad,happy}', d mood DEFAULT 'happy') PARTITION BY LIST (m);
CREATE TABLE p_sad PARTITION OF p FOR VALUES IN ('sad');
CREATE TABLE p_rest PARTITION OF p DEFAULT;
CREATE FUNCTION f(mood DEFAULT 'sad') RETURNS mood[] LANGUAGE sql AS 'SELECT ARRAY[$1]';
CREATE VIEW v AS SELECT m FROM p WHERE m >= 'sad';
CREATE INDEX i ON p (d) WHERE d <> 'sad';
