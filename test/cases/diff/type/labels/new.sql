CREATE TYPE mood AS ENUM ('a');
SECURITY LABEL FOR regress_diff ON TYPE mood IS 'it''s secret';
