CREATE OR REPLACE FUNCTION lending.loan_copy_status() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue.copy AS c
  SET status = CASE WHEN NEW.returned_on IS NULL THEN 'on_loan' ELSE 'available' END::catalogue.copy_status
  WHERE c.copy_id = NEW.copy_id;
  RETURN NULL;
END
$$;

DROP TABLE lending.reservation;

-- An enum can't lose a label, so the type is made again, and what depends on the column with it.
UPDATE catalogue.copy SET status = 'available' WHERE status = 'reserved';

DROP VIEW report.available_copy;
ALTER TABLE catalogue.copy ALTER COLUMN status DROP DEFAULT;
ALTER TYPE catalogue.copy_status RENAME TO copy_status_with_reserved;
CREATE TYPE catalogue.copy_status AS ENUM ('available', 'on_loan', 'in_repair');
COMMENT ON TYPE catalogue.copy_status IS 'Where a copy is now';
ALTER TABLE catalogue.copy
  ALTER COLUMN status TYPE catalogue.copy_status USING status::text::catalogue.copy_status,
  ALTER COLUMN status SET DEFAULT 'available';
DROP TYPE catalogue.copy_status_with_reserved;

CREATE VIEW report.available_copy AS
SELECT c.barcode, t.name AS title, b.name AS branch
FROM catalogue.copy AS c
JOIN catalogue.title AS t USING (title_id)
JOIN catalogue.branch AS b USING (branch_id)
WHERE c.status = 'available';

COMMENT ON VIEW report.available_copy IS 'What can be borrowed at once';
GRANT SELECT ON report.available_copy TO library_desk, library_web;
