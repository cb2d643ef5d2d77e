-- A partition for each year, so that old loans are detached and not deleted.
CREATE TABLE lending.loan (
  loan_id bigint GENERATED ALWAYS AS IDENTITY,
  copy_id bigint NOT NULL REFERENCES catalogue.copy,
  reader_id bigint NOT NULL REFERENCES readers.reader,
  lent_on date NOT NULL,
  due_on date NOT NULL,
  returned_on date,
  renewals smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (loan_id, lent_on),
  CONSTRAINT loan_dates_check CHECK (due_on > lent_on AND returned_on >= lent_on),
  CONSTRAINT loan_renewals_check CHECK (renewals BETWEEN 0 AND 3)
) PARTITION BY RANGE (lent_on);

CREATE TABLE lending.loan_2024 PARTITION OF lending.loan
  FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE lending.loan_2025 PARTITION OF lending.loan
  FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE lending.loan_rest PARTITION OF lending.loan DEFAULT;

CREATE INDEX loan_open_idx ON lending.loan (copy_id) WHERE returned_on IS NULL;
CREATE INDEX loan_reader_idx ON lending.loan (reader_id, lent_on DESC);

COMMENT ON TABLE lending.loan IS 'One row for each time a copy leaves the house';
COMMENT ON COLUMN lending.loan.renewals IS 'How often the due date was moved, at most three times';
