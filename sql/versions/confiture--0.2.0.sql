\echo Use "CREATE EXTENSION confiture" to load this file. \quit

-- Without IF NOT EXISTS: a schema that somebody made before, with overloads of his own in it, must be an error.
CREATE SCHEMA confiture;
COMMENT ON SCHEMA confiture IS 'builds and migrates this database from the DDL files kept in confiture.source';

CREATE FUNCTION confiture.guard_write() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_guard_write';
COMMENT ON FUNCTION confiture.guard_write() IS 'refuses writes to the tables of confiture by files that it runs, and changes of its history';

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
CREATE FUNCTION confiture.load(directory text, prune boolean = true, OUT path text, OUT change text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_load';
COMMENT ON FUNCTION confiture.load(text, boolean) IS 'makes the source equal to a folder of the server; a row for each file that was added, changed or removed';

CREATE FUNCTION confiture.load_archive(archive bytea, prune boolean = true, OUT path text, OUT change text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_load_archive';
COMMENT ON FUNCTION confiture.load_archive(bytea, boolean) IS 'makes the source equal to a tar archive, plain or compressed by gzip; a row for each file that was added, changed or removed';

CREATE FUNCTION confiture.put(path text, content text) RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_put';
COMMENT ON FUNCTION confiture.put(text, text) IS 'adds or replaces one file of the source; returns its checksum';

CREATE FUNCTION confiture.remove(path text) RETURNS boolean
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_remove';
COMMENT ON FUNCTION confiture.remove(text) IS 'removes one file of the source; false where there is none';

CREATE FUNCTION confiture.approve(path text, checksum text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_approve';
COMMENT ON FUNCTION confiture.approve(text, text) IS 'vouches for a file, or for environment:<name>, as far as it has that checksum';

CREATE FUNCTION confiture.environment_set(name text, include text[] = '{**}', exclude text[] = '{}',
        search_path text = 'public', owner name = NULL, seed boolean = false) RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_environment_set';
COMMENT ON FUNCTION confiture.environment_set(text, text[], text[], text, name, boolean) IS 'adds or replaces an environment; returns its checksum';

CREATE FUNCTION confiture.environment_remove(name text) RETURNS boolean
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_environment_remove';
COMMENT ON FUNCTION confiture.environment_remove(text) IS 'removes an environment; false where there is none';


CREATE FUNCTION confiture.build(environment text = 'default', dry_run boolean = false,
        OUT path text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_build';
COMMENT ON FUNCTION confiture.build(text, boolean) IS 'runs the schema files of the source, and the seeds where the environment says so, in this transaction; dry_run rolls back';

CREATE FUNCTION confiture.build_script(environment text = 'default') RETURNS text
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_build_script';
COMMENT ON FUNCTION confiture.build_script(text) IS 'what build() runs, as one script for psql -1 -f';

CREATE FUNCTION confiture.schema_checksum(environment text = 'default') RETURNS text
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_schema_checksum';
COMMENT ON FUNCTION confiture.schema_checksum(text) IS 'SHA-256 over the paths and texts that build() runs and the row of the environment';

CREATE PROCEDURE confiture.build_database(name text, environment text = 'default', replace boolean = false)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_build_database';
COMMENT ON PROCEDURE confiture.build_database(text, text, boolean) IS 'makes a database that is built from the source, as a copy of a template which is kept for the next one';

CREATE PROCEDURE confiture.drop_databases(older_than interval)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_drop_databases';
COMMENT ON PROCEDURE confiture.drop_databases(interval) IS 'drops the databases and templates of the caller that build_database() made longer ago than this';

CREATE FUNCTION confiture.migrate_up(target text = NULL, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_up';
COMMENT ON FUNCTION confiture.migrate_up(text, boolean) IS 'applies the pending migrations up to and including target, all or none, in this transaction; dry_run rolls back';

CREATE PROCEDURE confiture.migrate(target text = NULL, down boolean = false)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_migrate';
COMMENT ON PROCEDURE confiture.migrate(text, boolean) IS 'moves to the target, by default the newest migration, committing as it goes; goes on where an earlier call has stopped';

CREATE FUNCTION confiture.migrate_down(target text = NULL, steps integer = 1, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_down';
COMMENT ON FUNCTION confiture.migrate_down(text, integer, boolean) IS 'undoes the newest migrations, or all above target, with the down texts stored when they were applied; dry_run rolls back';

CREATE FUNCTION confiture.migrate_plan(target text = NULL,
        OUT version text, OUT path text, OUT line integer, OUT segment integer, OUT statement text, OUT transactional boolean,
        OUT relations text[], OUT lock text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_plan';
COMMENT ON FUNCTION confiture.migrate_plan(text) IS 'the statements of the pending migrations, the segments in which migrate() would run them, and the locks that they would take; runs and locks nothing';

CREATE FUNCTION confiture.rehearse(target text = NULL,
        OUT version text, OUT path text, OUT line integer, OUT statement text, OUT duration interval, OUT rows bigint,
        OUT locks jsonb, OUT rewrites text[], OUT scans text[], OUT wal_bytes bigint, OUT error text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_rehearse';
COMMENT ON FUNCTION confiture.rehearse(text) IS 'runs the pending migrations on the real data, measures the locks, rewrites, scans, rows and WAL of each statement, and rolls everything back';

CREATE FUNCTION confiture.migrate_status(
        OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamptz,
        OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_status';
COMMENT ON FUNCTION confiture.migrate_status() IS 'every migration of the source or applied here, with its state: applied, pending, out_of_order, changed or missing';

CREATE FUNCTION confiture.verify(
        OUT version text, OUT path text, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify';
COMMENT ON FUNCTION confiture.verify() IS 'files of applied migrations that are not what was applied: changed, missing or added; no row: all were looked at and are unchanged';

CREATE FUNCTION confiture.repair(version text, reason text, step integer = NULL, settle text = NULL,
        OUT step integer, OUT statement text, OUT outcome text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_repair';
COMMENT ON FUNCTION confiture.repair(text, text, integer, text) IS 'takes the texts of the source for an applied migration, or for one that stopped half-way; or decides a step whose fate can not be known';

CREATE FUNCTION confiture.abandon(version text, reason text,
        OUT step integer, OUT statement text, OUT outcome text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_abandon';
COMMENT ON FUNCTION confiture.abandon(text, text) IS 'makes a migration that stopped half-way count as not applied; lists what of it was committed';

CREATE FUNCTION confiture.baseline(through text, reason text = NULL) RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_baseline';
COMMENT ON FUNCTION confiture.baseline(text, text) IS 'marks the migrations up to and including a version as applied, without running them; returns how many';

CREATE FUNCTION confiture.verify_history(
        OUT id bigint, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify_history';
COMMENT ON FUNCTION confiture.verify_history() IS 'the first row of history that does not fit the chain; no row: all of it fits';

CREATE FUNCTION confiture.deployed(
        OUT version text, OUT name text, OUT applied_at timestamptz, OUT applied_by name,
        OUT migrations bigint, OUT pending bigint, OUT extension text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_deployed';
COMMENT ON FUNCTION confiture.deployed() IS 'what view version shows';

CREATE VIEW confiture.status AS SELECT * FROM confiture.migrate_status();
COMMENT ON VIEW confiture.status IS 'migrate_status() as a view';
COMMENT ON COLUMN confiture.status.version IS 'version, as the file name has it';
COMMENT ON COLUMN confiture.status.name IS 'name, as the file name has it';
COMMENT ON COLUMN confiture.status.state IS 'applied, pending, out_of_order, changed, missing, running, failed or lost';
COMMENT ON COLUMN confiture.status.reversible IS 'written: a down is there; no: none is';
COMMENT ON COLUMN confiture.status.applied_at IS 'when it was applied here';
COMMENT ON COLUMN confiture.status.applied_by IS 'who applied it here';
COMMENT ON COLUMN confiture.status.duration IS 'how long that took';
COMMENT ON COLUMN confiture.status.checksum_matches IS 'whether the files of the source are those that were applied';

CREATE VIEW confiture.version AS SELECT * FROM confiture.deployed();
COMMENT ON VIEW confiture.version IS 'what is deployed in this database; one row';
COMMENT ON COLUMN confiture.version.version IS 'newest applied version; NULL where there is none';
COMMENT ON COLUMN confiture.version.name IS 'its name';
COMMENT ON COLUMN confiture.version.applied_at IS 'when it was applied here';
COMMENT ON COLUMN confiture.version.applied_by IS 'who applied it here';
COMMENT ON COLUMN confiture.version.migrations IS 'number of applied migrations';
COMMENT ON COLUMN confiture.version.pending IS 'number of migrations of the source that are not applied';
COMMENT ON COLUMN confiture.version.extension IS 'version of confiture itself';

CREATE VIEW confiture.runner AS
    SELECT l.pid, a.usename AS role, a.application_name AS application, a.client_addr AS client,
           CASE l.objid WHEN 0 THEN 'holds' WHEN 1 THEN 'waits' ELSE 'works' END AS state, a.xact_start AS since, a.query AS runs
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = 1129270854 AND l.objsubid = 17222 AND l.granted
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database());
COMMENT ON VIEW confiture.runner IS 'who holds the runner lock of this database, who waits for it, and which worker works for who holds it';
COMMENT ON COLUMN confiture.runner.pid IS 'process of the session';
COMMENT ON COLUMN confiture.runner.role IS 'role that the session logged in as';
COMMENT ON COLUMN confiture.runner.application IS 'application_name of the session';
COMMENT ON COLUMN confiture.runner.client IS 'network address of the client';
COMMENT ON COLUMN confiture.runner.state IS 'holds, waits, or works: a background worker of who holds it';
COMMENT ON COLUMN confiture.runner.since IS 'start of its transaction';
COMMENT ON COLUMN confiture.runner.runs IS 'what it runs, as far as pg_stat_activity shows it to you';

CREATE VIEW confiture.progress AS
    SELECT s.migration AS version, s.name, s.action, s.path, s.line, s.number AS step,
           (SELECT pg_catalog.count(*) FROM confiture.step a WHERE a.version = s.version) AS steps,
           s.kind, s.statement, s.attempts, s.started_at, r.pid, p.phase, p.percent,
           pg_catalog.pg_blocking_pids(r.pid) AS blocked_by, s.waits_for
      FROM confiture.step s
           CROSS JOIN LATERAL (SELECT l.pid FROM confiture.runner l WHERE l.state IN ('holds', 'works')
                                ORDER BY l.state = 'works' DESC LIMIT 1) AS r
           LEFT JOIN (SELECT c.pid, c.phase, pg_catalog.round(100.0 * c.blocks_done / nullif(c.blocks_total, 0), 1)
                        FROM pg_catalog.pg_stat_progress_create_index c
                      UNION ALL
                      SELECT v.pid, v.phase, pg_catalog.round(100.0 * v.heap_blks_scanned / nullif(v.heap_blks_total, 0), 1)
                        FROM pg_catalog.pg_stat_progress_vacuum v
                      UNION ALL
                      SELECT k.pid, k.phase, pg_catalog.round(100.0 * k.heap_blks_scanned / nullif(k.heap_blks_total, 0), 1)
                        FROM pg_catalog.pg_stat_progress_cluster k
                      UNION ALL
                      SELECT y.pid, 'copying', pg_catalog.round(100.0 * y.bytes_processed / nullif(y.bytes_total, 0), 1)
                        FROM pg_catalog.pg_stat_progress_copy y
                      UNION ALL
                      SELECT o.pid, 'visiting rows of ' || b.name, CASE WHEN b.visited <= b.estimated THEN pg_catalog.round(100.0 * b.visited / nullif(b.estimated, 0), 1) END
                        FROM confiture.batch b JOIN pg_catalog.pg_locks o ON o.locktype = 'advisory' AND o.classid = 1129270850 AND o.objsubid = 17222
                             AND o.objid = b.relation::pg_catalog.oid AND o.granted) AS p (pid, phase, percent) ON p.pid = r.pid
     WHERE s.state = 'running';
COMMENT ON VIEW confiture.progress IS 'what CALL confiture.migrate() runs now in another session, and how far it is';
COMMENT ON COLUMN confiture.progress.version IS 'version, as the file name has it';
COMMENT ON COLUMN confiture.progress.name IS 'name, as the file name has it';
COMMENT ON COLUMN confiture.progress.action IS 'up or down';
COMMENT ON COLUMN confiture.progress.path IS 'file that runs';
COMMENT ON COLUMN confiture.progress.line IS 'line of the first statement of the step';
COMMENT ON COLUMN confiture.progress.step IS 'step that runs';
COMMENT ON COLUMN confiture.progress.steps IS 'number of steps of the migration';
COMMENT ON COLUMN confiture.progress.kind IS 'transaction, or the kind of the one statement that runs outside of one';
COMMENT ON COLUMN confiture.progress.statement IS 'begin of its first statement; NULL where that may carry a password';
COMMENT ON COLUMN confiture.progress.attempts IS 'number of times that the step was begun';
COMMENT ON COLUMN confiture.progress.started_at IS 'when it was last begun';
COMMENT ON COLUMN confiture.progress.pid IS 'process that runs it: a background worker, or the session that called';
COMMENT ON COLUMN confiture.progress.phase IS 'phase of an index build, vacuum, cluster or copy, as the server tells it, or the table of a batch';
COMMENT ON COLUMN confiture.progress.percent IS 'how much of that phase is done';
COMMENT ON COLUMN confiture.progress.blocked_by IS 'processes that it waits for in a queue for a lock';
COMMENT ON COLUMN confiture.progress.waits_for IS 'older transactions that it waits for outside of the queue';

CREATE PROCEDURE confiture.batch_update(relation regclass, assignments text, condition text = 'true', batch_rows integer = 10000,
        pause interval = '0', max_lag interval = NULL, key name = NULL)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_batch_update';
COMMENT ON PROCEDURE confiture.batch_update(regclass, text, text, integer, interval, interval, name) IS 'updates the rows of a large table in batches, a transaction each; repeated, a call that was stopped goes on';

CREATE PROCEDURE confiture.batch_delete(relation regclass, condition text, batch_rows integer = 10000,
        pause interval = '0', max_lag interval = NULL, key name = NULL)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_batch_delete';
COMMENT ON PROCEDURE confiture.batch_delete(regclass, text, integer, interval, interval, name) IS 'deletes rows of a large table in batches, a transaction each; repeated, a call that was stopped goes on';

-- Nobody but the owner may do anything until it is granted, whatever ALTER DEFAULT PRIVILEGES says of new objects; docs/reference/rights says
-- what to grant to whom.
DO $$
DECLARE
    holder text;
BEGIN
    FOR holder IN
        SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END
          FROM (SELECT n.nspacl, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'confiture'
                UNION ALL
                SELECT c.relacl, c.relowner FROM pg_catalog.pg_class c WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace
                UNION ALL
                SELECT coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)), p.proowner
                  FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'confiture'::pg_catalog.regnamespace) AS o (acl, owner),
               pg_catalog.aclexplode(o.acl) AS a
         WHERE a.grantee <> o.owner
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA confiture FROM %s CASCADE', holder);
        EXECUTE pg_catalog.format('REVOKE ALL ON ALL TABLES IN SCHEMA confiture FROM %s CASCADE', holder);
        EXECUTE pg_catalog.format('REVOKE ALL ON ALL ROUTINES IN SCHEMA confiture FROM %s CASCADE', holder);
    END LOOP;
END $$;
