CREATE TYPE mood AS ENUM ('a');
GRANT USAGE ON TYPE mood TO regress_diff_reader;
