ALTER TABLE lending.loan
  ADD COLUMN renewals smallint NOT NULL DEFAULT 0,
  ADD CONSTRAINT loan_renewals_check CHECK (renewals BETWEEN 0 AND 3);

COMMENT ON COLUMN lending.loan.renewals IS 'How often the due date was moved, at most three times';

CREATE OR REPLACE FUNCTION lending.renew(loan bigint) RETURNS date
LANGUAGE sql AS $$
  UPDATE lending.loan AS l
  SET due_on = l.due_on + lending.loan_days(r.kind), renewals = l.renewals + 1
  FROM readers.reader AS r
  WHERE l.loan_id = loan AND l.returned_on IS NULL AND r.reader_id = l.reader_id
  RETURNING l.due_on;
$$;

CREATE OR REPLACE VIEW report.open_loan AS
SELECT l.loan_id, t.name AS title, c.barcode, r.card, l.lent_on, l.due_on, l.renewals
FROM lending.loan AS l
JOIN catalogue.copy AS c USING (copy_id)
JOIN catalogue.title AS t USING (title_id)
JOIN readers.reader AS r USING (reader_id)
WHERE l.returned_on IS NULL;
