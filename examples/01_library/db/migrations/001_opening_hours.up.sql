CREATE TABLE catalogue.opening_hours (
  branch_id integer NOT NULL REFERENCES catalogue.branch ON DELETE CASCADE,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens time NOT NULL,
  closes time NOT NULL,
  PRIMARY KEY (branch_id, weekday),
  CHECK (opens < closes)
);

COMMENT ON COLUMN catalogue.opening_hours.weekday IS 'ISO: 1 is Monday';

GRANT SELECT ON catalogue.opening_hours TO library_desk, library_web;
