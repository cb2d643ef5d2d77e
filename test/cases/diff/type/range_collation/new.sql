CREATE TYPE span AS RANGE (subtype = text, collation = "C");
