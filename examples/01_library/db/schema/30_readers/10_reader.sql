CREATE TABLE readers.reader (
  reader_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  card text NOT NULL UNIQUE CHECK (card ~ '^R-[0-9]{4}$'),
  name text NOT NULL,
  kind readers.kind NOT NULL DEFAULT 'adult',
  home_branch_id integer NOT NULL REFERENCES catalogue.branch,
  joined_on date NOT NULL DEFAULT CURRENT_DATE,
  blocked boolean NOT NULL DEFAULT false
);

CREATE INDEX reader_home_branch_idx ON readers.reader (home_branch_id);
CREATE INDEX reader_name_idx ON readers.reader (lower(name));

COMMENT ON TABLE readers.reader IS 'Personal data: the web site sees one row of it, see 80_security';
