CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE stay (id int PRIMARY KEY, nights span);
