CREATE FUNCTION lending.renew(loan bigint) RETURNS date
LANGUAGE sql AS $$
  UPDATE lending.loan AS l
  SET due_on = l.due_on + lending.loan_days(r.kind), renewals = l.renewals + 1
  FROM readers.reader AS r
  WHERE l.loan_id = loan AND l.returned_on IS NULL AND r.reader_id = l.reader_id
  RETURNING l.due_on;
$$;

COMMENT ON FUNCTION lending.renew(bigint) IS 'The new due date, or NULL where no such loan is open';
