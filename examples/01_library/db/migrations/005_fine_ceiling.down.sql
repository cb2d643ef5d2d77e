DROP INDEX lending.fine_unpaid_idx;

CREATE OR REPLACE FUNCTION lending.fine_due(due date, returned date) RETURNS lending.amount
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN greatest(0, returned - due) * 0.20;

COMMENT ON FUNCTION lending.fine_due(date, date) IS '0.20 for each day late';
