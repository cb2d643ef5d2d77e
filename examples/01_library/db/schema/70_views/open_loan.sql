CREATE VIEW report.open_loan AS
SELECT l.loan_id, t.name AS title, c.barcode, r.card, l.lent_on, l.due_on, l.renewals
FROM lending.loan AS l
JOIN catalogue.copy AS c USING (copy_id)
JOIN catalogue.title AS t USING (title_id)
JOIN readers.reader AS r USING (reader_id)
WHERE l.returned_on IS NULL;

COMMENT ON VIEW report.open_loan IS 'What is out of the house, and until when';
