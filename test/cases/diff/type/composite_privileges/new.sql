CREATE TYPE pair AS (a integer);
GRANT USAGE ON TYPE pair TO regress_diff_reader;
