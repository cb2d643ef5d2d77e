CREATE TYPE span AS RANGE (subtype = integer);
CREATE CAST (span AS text) WITH INOUT AS ASSIGNMENT;
