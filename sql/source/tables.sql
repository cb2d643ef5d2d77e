CREATE TABLE confiture.generation (
    name text COLLATE "C" PRIMARY KEY,
    value bigint NOT NULL,
    archive text
);
COMMENT ON TABLE confiture.generation IS 'numbers that grow with each change, by which sessions see that what they remember is out of date';
COMMENT ON COLUMN confiture.generation.name IS 'what changed: source (also environments) or applied';
COMMENT ON COLUMN confiture.generation.value IS 'number of changes so far';
COMMENT ON COLUMN confiture.generation.archive IS 'SHA-256 of the archive that the source was loaded from, where nothing has changed since';

INSERT INTO confiture.generation VALUES ('source', 0), ('applied', 0);

CREATE TABLE confiture.source (
    path text COLLATE "C" PRIMARY KEY,
    content text NOT NULL,
    checksum text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('load', 'put')),
    loaded_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    loaded_by name NOT NULL,
    approved_by name
);
ALTER TABLE confiture.source ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE confiture.source IS 'the files of the project, as they were loaded';
COMMENT ON COLUMN confiture.source.path IS 'path relative to the folder of the project';
COMMENT ON COLUMN confiture.source.content IS 'text of the file, without byte-order mark';
COMMENT ON COLUMN confiture.source.checksum IS 'SHA-256 of the text in UTF-8, in lower-case hex';
COMMENT ON COLUMN confiture.source.origin IS 'load: a folder or archive brought it; put: put() did, and no load prunes it';
COMMENT ON COLUMN confiture.source.loaded_at IS 'when this text came, by the clock of the server';
COMMENT ON COLUMN confiture.source.loaded_by IS 'who brought this text; it runs only for callers whose privileges he has';
COMMENT ON COLUMN confiture.source.approved_by IS 'who vouched for this text with approve()';

CREATE TABLE confiture.environment (
    name text COLLATE "C" PRIMARY KEY,
    include text[] NOT NULL,
    exclude text[] NOT NULL,
    search_path text NOT NULL,
    owner name,
    seed boolean NOT NULL,
    checksum text NOT NULL,
    loaded_by name NOT NULL,
    approved_by name
);
COMMENT ON TABLE confiture.environment IS 'which files a build takes, and under what it runs them';
COMMENT ON COLUMN confiture.environment.name IS 'name of the environment; default is there also without a row';
COMMENT ON COLUMN confiture.environment.include IS 'patterns of the schema and seed files that it takes';
COMMENT ON COLUMN confiture.environment.exclude IS 'patterns of those that it leaves out again';
COMMENT ON COLUMN confiture.environment.search_path IS 'search_path under which each file begins';
COMMENT ON COLUMN confiture.environment.owner IS 'role that a build sets, so that it owns what is created; NULL: the caller does';
COMMENT ON COLUMN confiture.environment.seed IS 'whether a build runs the seeds after the schema';
COMMENT ON COLUMN confiture.environment.checksum IS 'SHA-256 over the columns before, in lower-case hex';
COMMENT ON COLUMN confiture.environment.loaded_by IS 'who set it as it is';
COMMENT ON COLUMN confiture.environment.approved_by IS 'who vouched for it with approve()';

CREATE FUNCTION confiture.advance_source() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_advance_source';
COMMENT ON FUNCTION confiture.advance_source() IS 'tells sessions that what they remember of the source is out of date';

CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.generation
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.source
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.environment
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER advance_source AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.source
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.advance_source();
CREATE TRIGGER advance_source AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.environment
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.advance_source();
ALTER TABLE confiture.generation ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.source ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.source ENABLE ALWAYS TRIGGER advance_source;
ALTER TABLE confiture.environment ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.environment ENABLE ALWAYS TRIGGER advance_source;
COMMENT ON TRIGGER guard_write ON confiture.generation IS 'refuses writes by a file that runs';
COMMENT ON TRIGGER guard_write ON confiture.source IS 'refuses writes by a file that runs';
COMMENT ON TRIGGER guard_write ON confiture.environment IS 'refuses writes by a file that runs';
COMMENT ON TRIGGER advance_source ON confiture.source IS 'advances generation "source"';
COMMENT ON TRIGGER advance_source ON confiture.environment IS 'advances generation "source"';

SELECT pg_catalog.pg_extension_config_dump('confiture.source', '');
SELECT pg_catalog.pg_extension_config_dump('confiture.environment', '');

