CREATE TABLE catalogue.branch (
  branch_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  street text NOT NULL,
  opened_on date NOT NULL
);

COMMENT ON TABLE catalogue.branch IS 'A building with shelves and a desk';
