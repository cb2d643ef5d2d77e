CREATE TYPE span AS RANGE (subtype = float8);
GRANT USAGE ON TYPE span TO regress_diff_reader;
