-- A subject may come before the one above it within a file: the reference is checked when the file ends.
CREATE TABLE catalogue.subject (
  subject_id integer PRIMARY KEY,
  parent_id integer REFERENCES catalogue.subject DEFERRABLE INITIALLY DEFERRED,
  name text NOT NULL UNIQUE
);

CREATE TABLE catalogue.title_subject (
  title_id bigint NOT NULL REFERENCES catalogue.title ON DELETE CASCADE,
  subject_id integer NOT NULL REFERENCES catalogue.subject,
  PRIMARY KEY (title_id, subject_id)
);

CREATE INDEX title_subject_subject_idx ON catalogue.title_subject (subject_id);
