CREATE TYPE pair AS (a integer);
ALTER TYPE pair OWNER TO regress_diff_owner;
