CREATE TABLE catalogue.copy (
  copy_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title_id bigint NOT NULL REFERENCES catalogue.title,
  branch_id integer NOT NULL REFERENCES catalogue.branch,
  barcode text NOT NULL UNIQUE CHECK (barcode ~ '^C[0-9]{6}$'),
  status catalogue.copy_status NOT NULL DEFAULT 'available'
);

CREATE INDEX copy_title_idx ON catalogue.copy (title_id);
CREATE INDEX copy_branch_idx ON catalogue.copy (branch_id) INCLUDE (title_id, status);

COMMENT ON COLUMN catalogue.copy.status IS 'Kept by trigger loan_copy_status';
