CREATE TABLE t (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(40) COLLATE "C" NOT NULL UNIQUE,
    price numeric(10,2) DEFAULT 0 CHECK (price >= 0),
    gross numeric GENERATED ALWAYS AS (price * 1.2) STORED,
    tags text[] DEFAULT '{}');
CREATE INDEX t_tags ON t USING gin (tags);
COMMENT ON TABLE t IS 'it''s a table';
COMMENT ON COLUMN t.name IS 'a name';
ALTER TABLE t OWNER TO regress_diff_owner;
GRANT SELECT ON t TO regress_diff_reader;
