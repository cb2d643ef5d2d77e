-- A view can't lose a column by CREATE OR REPLACE, so its comment and grants are given again.
DROP VIEW report.open_loan;

CREATE VIEW report.open_loan AS
SELECT l.loan_id, t.name AS title, c.barcode, r.card, l.lent_on, l.due_on
FROM lending.loan AS l
JOIN catalogue.copy AS c USING (copy_id)
JOIN catalogue.title AS t USING (title_id)
JOIN readers.reader AS r USING (reader_id)
WHERE l.returned_on IS NULL;

COMMENT ON VIEW report.open_loan IS 'What is out of the house, and until when';
GRANT SELECT ON report.open_loan TO library_desk;

CREATE OR REPLACE FUNCTION lending.renew(loan bigint) RETURNS date
LANGUAGE sql AS $$
  UPDATE lending.loan AS l
  SET due_on = l.due_on + lending.loan_days(r.kind)
  FROM readers.reader AS r
  WHERE l.loan_id = loan AND l.returned_on IS NULL AND r.reader_id = l.reader_id
  RETURNING l.due_on;
$$;

ALTER TABLE lending.loan DROP COLUMN renewals;
