CREATE TABLE confiture.history (
    id bigint PRIMARY KEY,
    action text NOT NULL CHECK (action IN ('build', 'up', 'down', 'baseline', 'repair', 'abandon', 'sync')),
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
    message text,
    fingerprint_before text,
    fingerprint_after text,
    down_origin text CHECK (down_origin IN ('derived', 'lossy'))
);
ALTER TABLE confiture.history ALTER COLUMN up_text SET STORAGE EXTERNAL, ALTER COLUMN down_text SET STORAGE EXTERNAL;
COMMENT ON TABLE confiture.history IS 'what was built and migrated here: append-only, each row chained to the one before it by its hash';
COMMENT ON COLUMN confiture.history.id IS 'position in the chain, from 1 without gaps';
COMMENT ON COLUMN confiture.history.action IS 'build, up, down, baseline, repair, abandon or sync';
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
COMMENT ON COLUMN confiture.history.fingerprint_before IS 'fingerprint of the schema before it';
COMMENT ON COLUMN confiture.history.fingerprint_after IS 'fingerprint of the schema after it';
COMMENT ON COLUMN confiture.history.down_origin IS 'derived or lossy: the down was derived from what the up changed, and brings all of that back or not; NULL: it is a file''s';

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
