CREATE FUNCTION lending.loan_copy_status() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue.copy AS c
  SET status = CASE
    WHEN NEW.returned_on IS NULL THEN 'on_loan'
    WHEN EXISTS (SELECT FROM lending.reservation AS r
                 WHERE r.title_id = c.title_id AND r.closed_at IS NULL) THEN 'reserved'
    ELSE 'available'
  END::catalogue.copy_status
  WHERE c.copy_id = NEW.copy_id;
  RETURN NULL;
END
$$;

CREATE TRIGGER loan_copy_status AFTER INSERT OR UPDATE OF returned_on ON lending.loan
  FOR EACH ROW EXECUTE FUNCTION lending.loan_copy_status();
