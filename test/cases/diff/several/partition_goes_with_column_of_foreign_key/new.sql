CREATE TABLE place (id bigint PRIMARY KEY);
CREATE TABLE visit (id integer NOT NULL, kind smallint) PARTITION BY RANGE (kind);
