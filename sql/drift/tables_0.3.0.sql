
CREATE TABLE confiture.expected (
    kind text COLLATE "C" NOT NULL,
    identity text COLLATE "C" NOT NULL,
    object jsonb NOT NULL,
    server integer NOT NULL,
    format integer NOT NULL,
    PRIMARY KEY (kind, identity)
);
COMMENT ON TABLE confiture.expected IS 'the objects of this database as confiture has built and migrated them: what drift() compares with';
COMMENT ON COLUMN confiture.expected.kind IS 'kind of the object, as in a snapshot';
COMMENT ON COLUMN confiture.expected.identity IS 'its name, schema-qualified and quoted';
COMMENT ON COLUMN confiture.expected.object IS 'its attributes, as in a snapshot';
COMMENT ON COLUMN confiture.expected.server IS 'major version of the server that said so';
COMMENT ON COLUMN confiture.expected.format IS 'number of the format of snapshots';
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.expected
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
ALTER TABLE confiture.expected ENABLE ALWAYS TRIGGER guard_write;
COMMENT ON TRIGGER guard_write ON confiture.expected IS 'refuses writes by a file that runs';
SELECT pg_catalog.pg_extension_config_dump('confiture.expected', '');
