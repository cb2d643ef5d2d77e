CREATE TYPE pair AS (a integer);
SECURITY LABEL FOR regress_diff ON TYPE pair IS 'it''s secret';
