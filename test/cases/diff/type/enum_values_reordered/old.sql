CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (m mood DEFAULT 'ok', ms mood[] DEFAULT '{sad,ok}');
CREATE INDEX t_m ON t (m);
CREATE VIEW v AS SELECT m FROM t WHERE m > 'ok';
