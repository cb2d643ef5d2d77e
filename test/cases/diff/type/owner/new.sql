CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood OWNER TO regress_diff_owner;
