
CREATE TABLE confiture.step (
    version text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    action text NOT NULL CHECK (action IN ('up', 'down', 'sync')),
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
COMMENT ON TABLE confiture.step IS 'the journal of what CALL confiture.migrate() or sync_schema() runs, or of what stopped half-way';
COMMENT ON COLUMN confiture.step.version IS 'version of the migration in normal form; empty for sync_schema()';
COMMENT ON COLUMN confiture.step.number IS 'place of the step in its migration, from 1';
COMMENT ON COLUMN confiture.step.action IS 'up, down or sync';
COMMENT ON COLUMN confiture.step.migration IS 'version as the file name has it';
COMMENT ON COLUMN confiture.step.name IS 'name as the file name has it; of sync_schema(), the environment';
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
