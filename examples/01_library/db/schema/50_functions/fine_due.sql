CREATE FUNCTION lending.fine_due(due date, returned date) RETURNS lending.amount
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN least(10.00, greatest(0, returned - due) * 0.20);

COMMENT ON FUNCTION lending.fine_due(date, date) IS '0.20 for each day late, at most 10.00';
