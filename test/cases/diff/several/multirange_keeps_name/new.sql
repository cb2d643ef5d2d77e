CREATE TYPE period AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = span_multirange);
CREATE TABLE stay (id int PRIMARY KEY, nights period);
