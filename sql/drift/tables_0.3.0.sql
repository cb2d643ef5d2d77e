
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

CREATE TABLE confiture.ddl_event (
    happened_at timestamptz NOT NULL,
    pid integer NOT NULL,
    session_role name NOT NULL,
    role name NOT NULL,
    application text,
    client text,
    tag text NOT NULL,
    objects jsonb NOT NULL,
    statement text,
    PRIMARY KEY (happened_at, pid)
);
COMMENT ON TABLE confiture.ddl_event IS 'who ran which DDL in this database outside of confiture; written where its event triggers are enabled and confiture.record_ddl is on';
COMMENT ON COLUMN confiture.ddl_event.happened_at IS 'when it ran, by the clock of the server';
COMMENT ON COLUMN confiture.ddl_event.pid IS 'process of the session';
COMMENT ON COLUMN confiture.ddl_event.session_role IS 'role that the session logged in as';
COMMENT ON COLUMN confiture.ddl_event.role IS 'the current user, with whose rights it ran';
COMMENT ON COLUMN confiture.ddl_event.application IS 'application_name of the session';
COMMENT ON COLUMN confiture.ddl_event.client IS 'network address of the client; NULL for a local socket';
COMMENT ON COLUMN confiture.ddl_event.tag IS 'command tag of the statement';
COMMENT ON COLUMN confiture.ddl_event.objects IS 'what it made, changed and dropped: kinds and names as drift() tells them';
COMMENT ON COLUMN confiture.ddl_event.statement IS 'its text; NULL where that may carry secrets, or is not known';
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.ddl_event
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
ALTER TABLE confiture.ddl_event ENABLE ALWAYS TRIGGER guard_write;
COMMENT ON TRIGGER guard_write ON confiture.ddl_event IS 'refuses writes by a file that runs';
SELECT pg_catalog.pg_extension_config_dump('confiture.ddl_event', '');

CREATE FUNCTION confiture.on_ddl() RETURNS event_trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_drift_on_ddl';
COMMENT ON FUNCTION confiture.on_ddl() IS 'records or refuses DDL that confiture does not run';

-- A superuser enables them.
CREATE EVENT TRIGGER confiture_ddl_start ON ddl_command_start EXECUTE FUNCTION confiture.on_ddl();
ALTER EVENT TRIGGER confiture_ddl_start DISABLE;
COMMENT ON EVENT TRIGGER confiture_ddl_start IS 'with confiture.guard_ddl, refuses DDL that could not be undone at its end';
CREATE EVENT TRIGGER confiture_ddl_end ON ddl_command_end EXECUTE FUNCTION confiture.on_ddl();
ALTER EVENT TRIGGER confiture_ddl_end DISABLE;
COMMENT ON EVENT TRIGGER confiture_ddl_end IS 'with confiture.record_ddl, records DDL in confiture.ddl_event; with confiture.guard_ddl, refuses it';
CREATE EVENT TRIGGER confiture_ddl_drop ON sql_drop EXECUTE FUNCTION confiture.on_ddl();
ALTER EVENT TRIGGER confiture_ddl_drop DISABLE;
COMMENT ON EVENT TRIGGER confiture_ddl_drop IS 'with confiture.record_ddl, records what DDL drops in confiture.ddl_event; with confiture.guard_ddl, refuses it';
