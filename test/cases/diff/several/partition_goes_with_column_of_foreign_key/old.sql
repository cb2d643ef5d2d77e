CREATE TABLE place (id bigint PRIMARY KEY);
CREATE TABLE visit (id integer NOT NULL, kind smallint, place bigint, CONSTRAINT at_place FOREIGN KEY (place) REFERENCES place (id)) PARTITION BY RANGE (kind);
CREATE TABLE visit_rest PARTITION OF visit DEFAULT;
