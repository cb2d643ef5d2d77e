CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (a integer, m mood NOT NULL DEFAULT 'happy');
