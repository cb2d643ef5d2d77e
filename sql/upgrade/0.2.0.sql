
ALTER TABLE confiture.history
    ADD sqlstate text,
    ADD message text,
    DROP CONSTRAINT history_action_check,
    DROP CONSTRAINT history_outcome_check,
    ADD CONSTRAINT history_action_check CHECK (action IN ('build', 'up', 'down', 'baseline', 'repair', 'abandon')),
    ADD CONSTRAINT history_outcome_check CHECK (outcome IN ('ok', 'failed', 'lost'));
COMMENT ON COLUMN confiture.history.action IS 'build, up, down, baseline, repair or abandon';
COMMENT ON COLUMN confiture.history.outcome IS 'ok, failed or lost: what fails in the transaction of its caller leaves no row';
COMMENT ON COLUMN confiture.history.sqlstate IS 'code of the error of what failed';
COMMENT ON COLUMN confiture.history.message IS 'its message';

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

DROP FUNCTION confiture.repair(text, text);

CREATE TABLE confiture.batch (
    relation regclass NOT NULL,
    checksum text COLLATE "C" NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('batch_update', 'batch_delete')),
    role name NOT NULL,
    key name NOT NULL,
    after text[] NOT NULL,
    last text[] NOT NULL,
    visited bigint NOT NULL,
    changed bigint NOT NULL,
    estimated bigint,
    spent interval NOT NULL,
    remaining interval,
    started_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (relation, checksum)
);
COMMENT ON TABLE confiture.batch IS 'how far batch_update() and batch_delete() have come, for those that run or were stopped half-way';
COMMENT ON COLUMN confiture.batch.relation IS 'table whose rows are visited';
COMMENT ON COLUMN confiture.batch.checksum IS 'SHA-256 of what makes a call the same: kind, role, key, assignments and condition';
COMMENT ON COLUMN confiture.batch.name IS 'schema and name of the table';
COMMENT ON COLUMN confiture.batch.kind IS 'batch_update or batch_delete';
COMMENT ON COLUMN confiture.batch.role IS 'the current user who called';
COMMENT ON COLUMN confiture.batch.key IS 'unique index in whose order rows are visited';
COMMENT ON COLUMN confiture.batch.after IS 'key of the last row visited';
COMMENT ON COLUMN confiture.batch.last IS 'largest key at the start, where it ends';
COMMENT ON COLUMN confiture.batch.visited IS 'number of rows visited';
COMMENT ON COLUMN confiture.batch.changed IS 'number of rows updated or deleted';
COMMENT ON COLUMN confiture.batch.estimated IS 'number of rows to be visited in all, as the planner believed at the start';
COMMENT ON COLUMN confiture.batch.spent IS 'time that it has run, pauses included';
COMMENT ON COLUMN confiture.batch.remaining IS 'time that the rest will take at that pace';
COMMENT ON COLUMN confiture.batch.started_at IS 'when its first batch began';
COMMENT ON COLUMN confiture.batch.updated_at IS 'when its last batch ended';
CREATE TRIGGER guard_write BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON confiture.batch
    FOR EACH STATEMENT EXECUTE FUNCTION confiture.guard_write();
ALTER TABLE confiture.batch ENABLE ALWAYS TRIGGER guard_write;
COMMENT ON TRIGGER guard_write ON confiture.batch IS 'refuses writes by a file that runs';
