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
