CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (m mood);
CREATE VIEW v AS SELECT m FROM t WHERE m = 'sad';
