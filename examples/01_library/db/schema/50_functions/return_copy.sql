CREATE FUNCTION lending.return_copy(barcode text, returned_on date DEFAULT CURRENT_DATE)
RETURNS lending.amount
LANGUAGE plpgsql AS $$
DECLARE
  the_loan lending.loan;
  owed lending.amount;
BEGIN
  UPDATE lending.loan AS l SET returned_on = return_copy.returned_on
  FROM catalogue.copy AS c
  WHERE c.barcode = return_copy.barcode AND l.copy_id = c.copy_id AND l.returned_on IS NULL
  RETURNING l.* INTO the_loan;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'copy "%" is not on loan', barcode;
  END IF;

  owed := lending.fine_due(the_loan.due_on, the_loan.returned_on);
  IF owed > 0 THEN
    INSERT INTO lending.fine (loan_id, lent_on, amount)
    VALUES (the_loan.loan_id, the_loan.lent_on, owed);
  END IF;
  RETURN owed;
END
$$;

COMMENT ON FUNCTION lending.return_copy(text, date) IS 'Takes a copy back and returns the fine that is owed';
