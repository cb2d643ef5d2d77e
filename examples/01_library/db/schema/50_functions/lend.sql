CREATE FUNCTION lending.lend(barcode text, card text, lent_on date DEFAULT CURRENT_DATE) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  the_copy catalogue.copy;
  the_reader readers.reader;
  result bigint;
BEGIN
  SELECT * INTO the_reader FROM readers.reader AS r WHERE r.card = lend.card;
  IF NOT FOUND OR the_reader.blocked THEN
    RAISE EXCEPTION 'card "%" may not borrow', card;
  END IF;

  -- The row lock makes a second desk wait, which then sees the copy as lent.
  SELECT * INTO the_copy FROM catalogue.copy AS c WHERE c.barcode = lend.barcode FOR UPDATE;
  IF NOT FOUND OR the_copy.status IN ('on_loan', 'in_repair') THEN
    RAISE EXCEPTION 'copy "%" is not on the shelf', barcode;
  END IF;

  INSERT INTO lending.loan (copy_id, reader_id, lent_on, due_on)
  VALUES (the_copy.copy_id, the_reader.reader_id, lend.lent_on,
          lend.lent_on + lending.loan_days(the_reader.kind))
  RETURNING loan_id INTO result;
  RETURN result;
END
$$;
