CREATE TABLE lending.fine (
  fine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  loan_id bigint NOT NULL,
  lent_on date NOT NULL,
  amount lending.amount NOT NULL,
  paid_at timestamptz,
  FOREIGN KEY (loan_id, lent_on) REFERENCES lending.loan ON DELETE CASCADE,
  UNIQUE (loan_id, lent_on)
);

CREATE INDEX fine_unpaid_idx ON lending.fine (fine_id) WHERE paid_at IS NULL;
