-- A new label can't be used before its transaction has ended; here it stands in a function's body only.
ALTER TYPE catalogue.copy_status ADD VALUE 'reserved' BEFORE 'in_repair';

CREATE TABLE lending.reservation (
  reservation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title_id bigint NOT NULL REFERENCES catalogue.title ON DELETE CASCADE,
  reader_id bigint NOT NULL REFERENCES readers.reader,
  branch_id integer NOT NULL REFERENCES catalogue.branch,
  placed_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz CHECK (closed_at >= placed_at)
);

CREATE UNIQUE INDEX reservation_waiting_key ON lending.reservation (title_id, reader_id)
  WHERE closed_at IS NULL;
CREATE INDEX reservation_reader_idx ON lending.reservation (reader_id);

COMMENT ON TABLE lending.reservation IS 'Who waits for a title, and where it shall be handed out';
COMMENT ON COLUMN lending.reservation.closed_at IS 'When it was handed out or given up; NULL while waiting';

ALTER TABLE lending.reservation ENABLE ROW LEVEL SECURITY;
CREATE POLICY reservation_desk ON lending.reservation TO library_desk USING (true);
CREATE POLICY reservation_self ON lending.reservation TO library_web
  USING (reader_id = nullif(current_setting('library.reader', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lending.reservation TO library_desk;
GRANT SELECT, INSERT ON lending.reservation TO library_web;

CREATE OR REPLACE FUNCTION lending.loan_copy_status() RETURNS trigger
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
