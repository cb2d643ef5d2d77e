CREATE TYPE span AS RANGE (subtype = float8);
ALTER TYPE span OWNER TO regress_diff_owner;
