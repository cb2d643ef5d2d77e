CREATE TABLE catalogue.title (
  title_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  isbn catalogue.isbn UNIQUE,
  name text NOT NULL,
  subtitle text,
  published smallint NOT NULL CHECK (published BETWEEN 1450 AND 2100),
  search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name), 'A')
      || setweight(to_tsvector('simple', coalesce(subtitle, '')), 'B')) STORED,
  sort_name text NOT NULL
);

CREATE INDEX title_search_idx ON catalogue.title USING gin (search);
CREATE INDEX title_sort_name_idx ON catalogue.title (sort_name, title_id);

COMMENT ON TABLE catalogue.title IS 'A work as published; its copies stand in catalogue.copy';
COMMENT ON COLUMN catalogue.title.search IS 'Words of name and subtitle, the name weighing more';
COMMENT ON COLUMN catalogue.title.sort_name IS 'Name as it is shelved, kept by trigger title_sort_name';
