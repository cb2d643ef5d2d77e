CREATE VIEW report.available_copy AS
SELECT c.barcode, t.name AS title, b.name AS branch
FROM catalogue.copy AS c
JOIN catalogue.title AS t USING (title_id)
JOIN catalogue.branch AS b USING (branch_id)
WHERE c.status = 'available';

COMMENT ON VIEW report.available_copy IS 'What can be borrowed at once';
