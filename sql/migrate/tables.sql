CREATE TABLE confiture.history (
    id bigint PRIMARY KEY,
    action text NOT NULL CHECK (action IN ('build', 'up', 'down', 'baseline', 'repair', 'abandon')),
    version text,
    name text,
    outcome text NOT NULL CHECK (outcome IN ('ok', 'failed', 'lost')),
    statements bigint,
    started_at timestamptz NOT NULL,
    duration interval NOT NULL,
    role name NOT NULL,
    application text,
    client text,
    server_version text NOT NULL,
    environment text,
    reason text,
    up_text text,
    down_text text,
    up_checksum text,
    down_checksum text,
    up_loaded_by name,
    down_loaded_by name,
    up_approved_by name,
    down_approved_by name,
    hash text NOT NULL,
    sqlstate text,
    message text
);
ALTER TABLE confiture.history ALTER COLUMN up_text SET STORAGE EXTERNAL, ALTER COLUMN down_text SET STORAGE EXTERNAL;
COMMENT ON TABLE confiture.history IS 'what was built and migrated here: append-only, each row chained to the one before it by its hash';
COMMENT ON COLUMN confiture.history.id IS 'position in the chain, from 1 without gaps';
COMMENT ON COLUMN confiture.history.action IS 'build, up, down, baseline, repair or abandon';
COMMENT ON COLUMN confiture.history.version IS 'version of the migration, as its file name has it; NULL for the build itself';
COMMENT ON COLUMN confiture.history.name IS 'name of the migration, as its file name has it';
COMMENT ON COLUMN confiture.history.outcome IS 'ok, failed or lost: what fails in the transaction of its caller leaves no row';
COMMENT ON COLUMN confiture.history.statements IS 'number of statements that ran; NULL where none was to run';
COMMENT ON COLUMN confiture.history.started_at IS 'when it started, by the clock of the server';
COMMENT ON COLUMN confiture.history.duration IS 'how long it took';
COMMENT ON COLUMN confiture.history.role IS 'the current user who called';
COMMENT ON COLUMN confiture.history.application IS 'application_name of the session';
COMMENT ON COLUMN confiture.history.client IS 'network address of the client; NULL for a local socket';
COMMENT ON COLUMN confiture.history.server_version IS 'version of the server';
COMMENT ON COLUMN confiture.history.environment IS 'environment that was built';
COMMENT ON COLUMN confiture.history.reason IS 'reason that the caller gave';
COMMENT ON COLUMN confiture.history.up_text IS 'text of the up file';
COMMENT ON COLUMN confiture.history.down_text IS 'text of the down file: migrate_down runs this one';
COMMENT ON COLUMN confiture.history.up_checksum IS 'checksum of the up file';
COMMENT ON COLUMN confiture.history.down_checksum IS 'checksum of the down file';
COMMENT ON COLUMN confiture.history.up_loaded_by IS 'who had loaded the up file';
COMMENT ON COLUMN confiture.history.down_loaded_by IS 'who had loaded the down file';
COMMENT ON COLUMN confiture.history.up_approved_by IS 'who had approved the up file';
COMMENT ON COLUMN confiture.history.down_approved_by IS 'who had approved the down file';
COMMENT ON COLUMN confiture.history.hash IS 'number of the format, a hyphen, and SHA-256 over this row and the hash before';
COMMENT ON COLUMN confiture.history.sqlstate IS 'code of the error of what failed';
COMMENT ON COLUMN confiture.history.message IS 'its message';

CREATE TABLE confiture.applied (
    version text COLLATE "C" PRIMARY KEY,
    history bigint NOT NULL
);
COMMENT ON TABLE confiture.applied IS 'the migrations that are applied now';
COMMENT ON COLUMN confiture.applied.version IS 'version in normal form, without leading zeros, so that 1 and 001 are one';
COMMENT ON COLUMN confiture.applied.history IS 'row of history with its texts';

CREATE FUNCTION confiture.advance_applied() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_advance_applied';
COMMENT ON FUNCTION confiture.advance_applied() IS 'tells sessions that what they remember of applied migrations is out of date';

CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.history
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.applied
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER advance_applied AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.applied
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.advance_applied();
ALTER TABLE confiture.history ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.applied ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.applied ENABLE ALWAYS TRIGGER advance_applied;
COMMENT ON TRIGGER guard_write ON confiture.history IS 'history only grows, and not by a file that runs';
COMMENT ON TRIGGER guard_write ON confiture.applied IS 'refuses writes by a file that runs';
COMMENT ON TRIGGER advance_applied ON confiture.applied IS 'advances generation "applied"';

SELECT pg_catalog.pg_extension_config_dump('confiture.history', '');
SELECT pg_catalog.pg_extension_config_dump('confiture.applied', '');

CREATE TABLE confiture.step (
    version text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    action text NOT NULL CHECK (action IN ('up', 'down')),
    migration text NOT NULL,
    name text NOT NULL,
    path text NOT NULL,
    file_checksum text NOT NULL,
    kind text NOT NULL,
    first_statement integer NOT NULL,
    last_statement integer NOT NULL,
    line bigint NOT NULL,
    checksum text NOT NULL,
    statement text,
    state text NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed', 'lost')),
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    duration interval NOT NULL DEFAULT '0',
    sqlstate text,
    message text,
    waits_for text,
    object_schema name,
    object_name name,
    relation oid,
    object oid,
    is_concurrent boolean NOT NULL DEFAULT false,
    before oid[],
    settings text,
    PRIMARY KEY (version, number)
);
COMMENT ON TABLE confiture.step IS 'the journal of a migration that CALL confiture.migrate() runs, or that stopped half-way';
COMMENT ON COLUMN confiture.step.version IS 'version of the migration in normal form';
COMMENT ON COLUMN confiture.step.number IS 'place of the step in its migration, from 1';
COMMENT ON COLUMN confiture.step.action IS 'up or down';
COMMENT ON COLUMN confiture.step.migration IS 'version as the file name has it';
COMMENT ON COLUMN confiture.step.name IS 'name as the file name has it';
COMMENT ON COLUMN confiture.step.path IS 'file that runs';
COMMENT ON COLUMN confiture.step.file_checksum IS 'checksum of its text';
COMMENT ON COLUMN confiture.step.kind IS 'transaction, or the kind of the one statement that runs outside of one';
COMMENT ON COLUMN confiture.step.first_statement IS 'number of its first statement in the file';
COMMENT ON COLUMN confiture.step.last_statement IS 'number of its last statement in the file';
COMMENT ON COLUMN confiture.step.line IS 'line of its first statement';
COMMENT ON COLUMN confiture.step.checksum IS 'SHA-256 of the texts of its statements';
COMMENT ON COLUMN confiture.step.statement IS 'begin of its first statement; NULL where that may carry a password';
COMMENT ON COLUMN confiture.step.state IS 'pending, running, done, failed, or lost: nobody can know whether it happened';
COMMENT ON COLUMN confiture.step.attempts IS 'number of times that it was begun';
COMMENT ON COLUMN confiture.step.started_at IS 'when it was last begun';
COMMENT ON COLUMN confiture.step.duration IS 'how long it took, once it is done';
COMMENT ON COLUMN confiture.step.sqlstate IS 'code of its error';
COMMENT ON COLUMN confiture.step.message IS 'message of its error';
COMMENT ON COLUMN confiture.step.waits_for IS 'who is in its way';
COMMENT ON COLUMN confiture.step.object_schema IS 'schema of what it makes, drops or changes';
COMMENT ON COLUMN confiture.step.object_name IS 'name of that';
COMMENT ON COLUMN confiture.step.relation IS 'table of the index, or parent of the partition, that it is about';
COMMENT ON COLUMN confiture.step.object IS 'what it drops or detaches';
COMMENT ON COLUMN confiture.step.is_concurrent IS 'whether its statement says CONCURRENTLY';
COMMENT ON COLUMN confiture.step.before IS 'what was there before it began, and is not its own';
COMMENT ON COLUMN confiture.step.settings IS 'what the file had set by its end, for the steps behind it';
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.step
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
CREATE TRIGGER advance_applied AFTER INSERT OR DELETE OR TRUNCATE ON confiture.step
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.advance_applied();
ALTER TABLE confiture.step ENABLE ALWAYS TRIGGER guard_write;
ALTER TABLE confiture.step ENABLE ALWAYS TRIGGER advance_applied;
COMMENT ON TRIGGER guard_write ON confiture.step IS 'refuses writes by a file that runs';
COMMENT ON TRIGGER advance_applied ON confiture.step IS 'advances generation "applied"';
SELECT pg_catalog.pg_extension_config_dump('confiture.step', '');
