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
    action text NOT NULL CHECK (action IN ('build', 'up', 'down', 'baseline', 'repair')),
    version text,
    name text,
    outcome text NOT NULL CHECK (outcome = 'ok'),
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
    hash text NOT NULL
);
ALTER TABLE confiture.history ALTER COLUMN up_text SET STORAGE EXTERNAL, ALTER COLUMN down_text SET STORAGE EXTERNAL;
COMMENT ON TABLE confiture.history IS 'what was built and migrated here: append-only, each row chained to the one before it by its hash';
COMMENT ON COLUMN confiture.history.id IS 'position in the chain, from 1 without gaps';
COMMENT ON COLUMN confiture.history.action IS 'build, up, down, baseline or repair';
COMMENT ON COLUMN confiture.history.version IS 'version of the migration, as its file name has it; NULL for the build itself';
COMMENT ON COLUMN confiture.history.name IS 'name of the migration, as its file name has it';
COMMENT ON COLUMN confiture.history.outcome IS 'ok: what fails in the transaction of its caller leaves no row';
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

CREATE VIEW confiture.runner AS
    SELECT l.pid, a.usename AS role, a.application_name AS application, a.client_addr AS client,
           CASE l.objid WHEN 0 THEN 'holds' ELSE 'waits' END AS state, a.xact_start AS since, a.query AS runs
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = 1129270854 AND l.objsubid = 17222 AND l.granted
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database());
COMMENT ON VIEW confiture.runner IS 'who holds the runner lock of this database, and who waits for it';
COMMENT ON COLUMN confiture.runner.pid IS 'process of the session';
COMMENT ON COLUMN confiture.runner.role IS 'role that the session logged in as';
COMMENT ON COLUMN confiture.runner.application IS 'application_name of the session';
COMMENT ON COLUMN confiture.runner.client IS 'network address of the client';
COMMENT ON COLUMN confiture.runner.state IS 'holds or waits';
COMMENT ON COLUMN confiture.runner.since IS 'start of its transaction';
COMMENT ON COLUMN confiture.runner.runs IS 'what it runs, as far as pg_stat_activity shows it to you';
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

CREATE FUNCTION confiture.migrate_up(target text = NULL, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_up';
COMMENT ON FUNCTION confiture.migrate_up(text, boolean) IS 'applies the pending migrations up to and including target, all or none, in this transaction; dry_run rolls back';

CREATE FUNCTION confiture.migrate_down(target text = NULL, steps integer = 1, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_down';
COMMENT ON FUNCTION confiture.migrate_down(text, integer, boolean) IS 'undoes the newest migrations, or all above target, with the down texts stored when they were applied; dry_run rolls back';

CREATE FUNCTION confiture.migrate_status(
        OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamptz,
        OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_status';
COMMENT ON FUNCTION confiture.migrate_status() IS 'every migration of the source or applied here, with its state: applied, pending, out_of_order, changed or missing';

CREATE FUNCTION confiture.verify(
        OUT version text, OUT path text, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify';
COMMENT ON FUNCTION confiture.verify() IS 'files of applied migrations that are not what was applied: changed, missing or added; no row: all were looked at and are unchanged';

CREATE FUNCTION confiture.repair(version text, reason text, OUT outcome text) RETURNS SETOF text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_repair';
COMMENT ON FUNCTION confiture.repair(text, text) IS 'takes the texts of the source for an applied migration, without running anything';

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
COMMENT ON COLUMN confiture.status.state IS 'applied, pending, out_of_order, changed or missing';
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
        EXECUTE pg_catalog.format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA confiture FROM %s CASCADE', holder);
    END LOOP;
END $$;
