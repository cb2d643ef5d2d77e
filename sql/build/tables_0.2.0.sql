
CREATE TABLE confiture.database (
    name name NOT NULL,
    oid oid PRIMARY KEY,
    system_identifier bigint NOT NULL,
    made_by name NOT NULL,
    checksum text NOT NULL,
    environment text NOT NULL,
    key text NOT NULL,
    is_template boolean NOT NULL,
    template oid,
    is_ready boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
COMMENT ON TABLE confiture.database IS 'the databases and templates that build_database() made here; never dumped, since it tells of this server alone';
COMMENT ON COLUMN confiture.database.name IS 'name of the database';
COMMENT ON COLUMN confiture.database.oid IS 'its OID, which is chosen and written here before it is made';
COMMENT ON COLUMN confiture.database.system_identifier IS 'identifier of the server that has it, as pg_control_system() gives it';
COMMENT ON COLUMN confiture.database.made_by IS 'the role that made it, and owns it';
COMMENT ON COLUMN confiture.database.checksum IS 'what schema_checksum() said of the environment';
COMMENT ON COLUMN confiture.database.environment IS 'environment that it was built from';
COMMENT ON COLUMN confiture.database.key IS 'SHA-256 over all that its template depends on, in lower-case hex';
COMMENT ON COLUMN confiture.database.is_template IS 'whether it is a template, which the others are copies of';
COMMENT ON COLUMN confiture.database.template IS 'OID of the template that it is a copy of; NULL for a template';
COMMENT ON COLUMN confiture.database.is_ready IS 'whether it was made to the end';
COMMENT ON COLUMN confiture.database.created_at IS 'when it was begun, by the clock of the server';

CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.database
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
ALTER TABLE confiture.database ENABLE ALWAYS TRIGGER guard_write;
COMMENT ON TRIGGER guard_write ON confiture.database IS 'refuses writes by a file that runs';
