-- The library's database as it was after migration 002, with its rows: what migrations 003 to 006 start from.

-- schema/00_base/10_roles.sql
-- Roles belong to the whole server, so each is made only where it is missing.
DO $$
BEGIN
  IF to_regrole('library_desk') IS NULL THEN
    CREATE ROLE library_desk NOLOGIN;
  END IF;
  IF to_regrole('library_web') IS NULL THEN
    CREATE ROLE library_web NOLOGIN;
  END IF;
END
$$;

-- schema/00_base/20_schemas.sql
CREATE SCHEMA catalogue;
CREATE SCHEMA readers;
CREATE SCHEMA lending;
CREATE SCHEMA report;

COMMENT ON SCHEMA catalogue IS 'Branches, titles and the copies on their shelves';
COMMENT ON SCHEMA readers IS 'Who may borrow';
COMMENT ON SCHEMA lending IS 'Loans, fines and reservations';
COMMENT ON SCHEMA report IS 'What the desk and the web site read';

-- schema/10_types/amount.sql
CREATE DOMAIN lending.amount AS numeric(8, 2)
  CONSTRAINT amount_check CHECK (VALUE >= 0);

COMMENT ON DOMAIN lending.amount IS 'Money owed or paid, never negative';

-- schema/10_types/copy_status.sql
CREATE TYPE catalogue.copy_status AS ENUM ('available', 'on_loan', 'in_repair');

COMMENT ON TYPE catalogue.copy_status IS 'Where a copy is now';

-- schema/10_types/isbn.sql
-- Thirteen digits, or the ten of books printed before 2007.
CREATE DOMAIN catalogue.isbn AS text
  CONSTRAINT isbn_check CHECK (VALUE ~ '^(97[89][0-9]{10}|[0-9]{9}[0-9X])$');

COMMENT ON DOMAIN catalogue.isbn IS 'ISBN-13 or ISBN-10, without hyphens';

-- schema/10_types/reader_kind.sql
CREATE TYPE readers.kind AS ENUM ('adult', 'child', 'school');

COMMENT ON TYPE readers.kind IS 'Decides for how long a reader may borrow';

-- schema/20_catalogue/10_branch.sql
CREATE TABLE catalogue.branch (
  branch_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  street text NOT NULL,
  opened_on date NOT NULL
);

COMMENT ON TABLE catalogue.branch IS 'A building with shelves and a desk';

-- schema/20_catalogue/20_opening_hours.sql
CREATE TABLE catalogue.opening_hours (
  branch_id integer NOT NULL REFERENCES catalogue.branch ON DELETE CASCADE,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens time NOT NULL,
  closes time NOT NULL,
  PRIMARY KEY (branch_id, weekday),
  CHECK (opens < closes)
);

COMMENT ON COLUMN catalogue.opening_hours.weekday IS 'ISO: 1 is Monday';

-- schema/20_catalogue/30_title.sql
CREATE TABLE catalogue.title (
  title_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  isbn catalogue.isbn UNIQUE,
  name text NOT NULL,
  subtitle text,
  published smallint NOT NULL CHECK (published BETWEEN 1450 AND 2100),
  search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name), 'A')
      || setweight(to_tsvector('simple', coalesce(subtitle, '')), 'B')) STORED
);

CREATE INDEX title_search_idx ON catalogue.title USING gin (search);

COMMENT ON TABLE catalogue.title IS 'A work as published; its copies stand in catalogue.copy';
COMMENT ON COLUMN catalogue.title.search IS 'Words of name and subtitle, the name weighing more';

-- schema/20_catalogue/40_subject.sql
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

-- schema/20_catalogue/50_copy.sql
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

-- schema/30_readers/10_reader.sql
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

-- schema/40_lending/10_loan.sql
-- A partition for each year, so that old loans are detached and not deleted.
CREATE TABLE lending.loan (
  loan_id bigint GENERATED ALWAYS AS IDENTITY,
  copy_id bigint NOT NULL REFERENCES catalogue.copy,
  reader_id bigint NOT NULL REFERENCES readers.reader,
  lent_on date NOT NULL,
  due_on date NOT NULL,
  returned_on date,
  PRIMARY KEY (loan_id, lent_on),
  CONSTRAINT loan_dates_check CHECK (due_on > lent_on AND returned_on >= lent_on)
) PARTITION BY RANGE (lent_on);

CREATE TABLE lending.loan_2024 PARTITION OF lending.loan
  FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE lending.loan_2025 PARTITION OF lending.loan
  FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE lending.loan_rest PARTITION OF lending.loan DEFAULT;

CREATE INDEX loan_open_idx ON lending.loan (copy_id) WHERE returned_on IS NULL;
CREATE INDEX loan_reader_idx ON lending.loan (reader_id, lent_on DESC);

COMMENT ON TABLE lending.loan IS 'One row for each time a copy leaves the house';

-- schema/40_lending/20_fine.sql
CREATE TABLE lending.fine (
  fine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  loan_id bigint NOT NULL,
  lent_on date NOT NULL,
  amount lending.amount NOT NULL,
  paid_at timestamptz,
  FOREIGN KEY (loan_id, lent_on) REFERENCES lending.loan ON DELETE CASCADE,
  UNIQUE (loan_id, lent_on)
);

-- schema/50_functions/fine_due.sql
CREATE FUNCTION lending.fine_due(due date, returned date) RETURNS lending.amount
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN greatest(0, returned - due) * 0.20;

COMMENT ON FUNCTION lending.fine_due(date, date) IS '0.20 for each day late';

-- schema/50_functions/lend.sql
CREATE FUNCTION lending.lend(barcode text, card text, lent_on date DEFAULT CURRENT_DATE) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  the_copy catalogue.copy;
  the_reader readers.reader;
  result bigint;
BEGIN
  SELECT * INTO the_reader FROM readers.reader AS r WHERE r.card = lend.card;
  IF NOT FOUND OR the_reader.blocked THEN
    RAISE EXCEPTION 'card "%" may not borrow', card;
  END IF;

  -- The row lock makes a second desk wait, which then sees the copy as lent.
  SELECT * INTO the_copy FROM catalogue.copy AS c WHERE c.barcode = lend.barcode FOR UPDATE;
  IF NOT FOUND OR the_copy.status IN ('on_loan', 'in_repair') THEN
    RAISE EXCEPTION 'copy "%" is not on the shelf', barcode;
  END IF;

  INSERT INTO lending.loan (copy_id, reader_id, lent_on, due_on)
  VALUES (the_copy.copy_id, the_reader.reader_id, lend.lent_on,
          lend.lent_on + lending.loan_days(the_reader.kind))
  RETURNING loan_id INTO result;
  RETURN result;
END
$$;

-- schema/50_functions/loan_days.sql
CREATE FUNCTION lending.loan_days(kind readers.kind) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE kind WHEN 'school' THEN 84 WHEN 'child' THEN 28 ELSE 21 END;
$$;

-- schema/50_functions/renew.sql
CREATE FUNCTION lending.renew(loan bigint) RETURNS date
LANGUAGE sql AS $$
  UPDATE lending.loan AS l
  SET due_on = l.due_on + lending.loan_days(r.kind)
  FROM readers.reader AS r
  WHERE l.loan_id = loan AND l.returned_on IS NULL AND r.reader_id = l.reader_id
  RETURNING l.due_on;
$$;

COMMENT ON FUNCTION lending.renew(bigint) IS 'The new due date, or NULL where no such loan is open';

-- schema/50_functions/return_copy.sql
CREATE FUNCTION lending.return_copy(barcode text, returned_on date DEFAULT CURRENT_DATE)
RETURNS lending.amount
LANGUAGE plpgsql AS $$
DECLARE
  the_loan lending.loan;
  owed lending.amount;
BEGIN
  UPDATE lending.loan AS l SET returned_on = return_copy.returned_on
  FROM catalogue.copy AS c
  WHERE c.barcode = return_copy.barcode AND l.copy_id = c.copy_id AND l.returned_on IS NULL
  RETURNING l.* INTO the_loan;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'copy "%" is not on loan', barcode;
  END IF;

  owed := lending.fine_due(the_loan.due_on, the_loan.returned_on);
  IF owed > 0 THEN
    INSERT INTO lending.fine (loan_id, lent_on, amount)
    VALUES (the_loan.loan_id, the_loan.lent_on, owed);
  END IF;
  RETURN owed;
END
$$;

COMMENT ON FUNCTION lending.return_copy(text, date) IS 'Takes a copy back and returns the fine that is owed';

-- schema/60_triggers/loan_copy_status.sql
CREATE FUNCTION lending.loan_copy_status() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue.copy AS c
  SET status = CASE WHEN NEW.returned_on IS NULL THEN 'on_loan' ELSE 'available' END::catalogue.copy_status
  WHERE c.copy_id = NEW.copy_id;
  RETURN NULL;
END
$$;

CREATE TRIGGER loan_copy_status AFTER INSERT OR UPDATE OF returned_on ON lending.loan
  FOR EACH ROW EXECUTE FUNCTION lending.loan_copy_status();

-- schema/70_views/available_copy.sql
CREATE VIEW report.available_copy AS
SELECT c.barcode, t.name AS title, b.name AS branch
FROM catalogue.copy AS c
JOIN catalogue.title AS t USING (title_id)
JOIN catalogue.branch AS b USING (branch_id)
WHERE c.status = 'available';

COMMENT ON VIEW report.available_copy IS 'What can be borrowed at once';

-- schema/70_views/open_loan.sql
CREATE VIEW report.open_loan AS
SELECT l.loan_id, t.name AS title, c.barcode, r.card, l.lent_on, l.due_on
FROM lending.loan AS l
JOIN catalogue.copy AS c USING (copy_id)
JOIN catalogue.title AS t USING (title_id)
JOIN readers.reader AS r USING (reader_id)
WHERE l.returned_on IS NULL;

COMMENT ON VIEW report.open_loan IS 'What is out of the house, and until when';

-- schema/70_views/title_popularity.sql
CREATE MATERIALIZED VIEW report.title_popularity AS
SELECT t.title_id, t.name AS title, count(l.loan_id) AS loans, max(l.lent_on) AS last_lent_on
FROM catalogue.title AS t
LEFT JOIN catalogue.copy AS c USING (title_id)
LEFT JOIN lending.loan AS l USING (copy_id)
GROUP BY t.title_id;

CREATE UNIQUE INDEX title_popularity_key ON report.title_popularity (title_id);

COMMENT ON MATERIALIZED VIEW report.title_popularity IS 'Refreshed every night';

-- schema/80_security/grants.sql
GRANT USAGE ON SCHEMA catalogue, readers, lending, report TO library_desk, library_web;

GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO library_desk, library_web;
GRANT UPDATE (status) ON catalogue.copy TO library_desk;
GRANT SELECT, INSERT, UPDATE ON readers.reader TO library_desk;
GRANT SELECT ON readers.reader TO library_web;
GRANT SELECT, INSERT, UPDATE ON lending.loan, lending.fine TO library_desk;
GRANT SELECT ON report.available_copy, report.open_loan, report.title_popularity TO library_desk;
GRANT SELECT ON report.available_copy, report.title_popularity TO library_web;

REVOKE EXECUTE ON FUNCTION lending.lend(text, text, date), lending.return_copy(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lending.lend(text, text, date), lending.return_copy(text, date) TO library_desk;

-- schema/80_security/policies.sql
-- The web site says who is logged in: SET library.reader = '42'. Unset, it sees nobody.
ALTER TABLE readers.reader ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_desk ON readers.reader TO library_desk USING (true);
CREATE POLICY reader_self ON readers.reader FOR SELECT TO library_web
  USING (reader_id = nullif(current_setting('library.reader', true), '')::bigint);

-- seeds/10_branches.sql
INSERT INTO catalogue.branch (name, street, opened_on) VALUES
  ('Harbour', '2 Quay Street', '1974-05-01'),
  ('Old Mill', '19 Mill Lane', '1988-09-12'),
  ('Northside', '140 Ring Road', '2011-03-07');

-- seeds/20_titles.sql
COPY catalogue.title (title_id, isbn, name, subtitle, published) FROM stdin;
1	9780000000019	The Tide Tables	\N	1998
2	9780000000026	A Field Guide to Rivers	Currents, banks and what lives there	2015
3	000000003X	An Atlas of Quiet Places	\N	1983
4	9780000000040	Bridges	How they stand, and why they fall	2008
5	9780000000057	The Night Ferry	\N	2019
6	9780000000064	Bread from an Ordinary Oven	\N	2021
7	\N	The Harbour Songbook	Twelve tunes with chords	1962
8	9780000000088	Counting Birds	Statistics for the patient	2017
\.

SELECT setval(pg_get_serial_sequence('catalogue.title', 'title_id'), max(title_id)) FROM catalogue.title;

-- seeds/30_copies.sql
COPY catalogue.copy (title_id, branch_id, barcode, status) FROM stdin;
1	1	C000001	available
1	2	C000002	available
2	1	C000003	available
2	3	C000004	available
3	2	C000005	in_repair
4	1	C000006	available
5	1	C000007	available
5	2	C000008	available
5	3	C000009	available
6	3	C000010	available
7	1	C000011	available
8	2	C000012	available
\.

-- seeds/40_readers.sql
INSERT INTO readers.reader (card, name, kind, home_branch_id, joined_on)
SELECT 'R-' || lpad(n::text, 4, '0'),
       CASE n WHEN 6 THEN 'School 6' ELSE 'Reader ' || n END,
       (ARRAY['adult', 'adult', 'child', 'adult', 'child', 'school'])[n]::readers.kind,
       1 + n % 3,
       date '2023-01-15' + 30 * n
FROM generate_series(1, 6) AS n
ORDER BY n;

-- seeds/50_loans.sql
-- The rows go to the partitions of their years.
COPY lending.loan (loan_id, copy_id, reader_id, lent_on, due_on, returned_on) FROM stdin;
1	1	1	2024-02-03	2024-02-24	2024-02-20
2	7	2	2024-06-10	2024-07-01	2024-07-11
3	8	3	2024-11-29	2024-12-27	2024-12-20
4	3	1	2025-01-08	2025-02-19	2025-02-11
5	7	4	2025-03-02	2025-03-23	2025-06-30
6	9	5	2025-05-17	2025-06-14	2025-06-14
7	12	2	2025-08-21	2025-09-11	\N
8	7	1	2025-09-01	2025-09-22	\N
9	10	6	2025-09-02	2026-02-17	\N
\.

SELECT setval(pg_get_serial_sequence('lending.loan', 'loan_id'), max(loan_id)) FROM lending.loan;

INSERT INTO lending.fine (loan_id, lent_on, amount, paid_at)
SELECT loan_id, lent_on, lending.fine_due(due_on, returned_on), (returned_on + time '12:00') AT TIME ZONE 'UTC'
FROM lending.loan
WHERE returned_on > due_on
ORDER BY loan_id;

-- seeds/90_reports.sql
REFRESH MATERIALIZED VIEW report.title_popularity;
