
CREATE OR REPLACE FUNCTION confiture.migrate_up(target text = NULL, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_up';
COMMENT ON FUNCTION confiture.migrate_up(text, boolean) IS 'applies the pending migrations up to and including target, all or none, in this transaction; dry_run rolls back';

CREATE OR REPLACE PROCEDURE confiture.migrate(target text = NULL, down boolean = false)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_migrate';
COMMENT ON PROCEDURE confiture.migrate(text, boolean) IS 'moves to the target, by default the newest migration, committing as it goes; goes on where an earlier call has stopped';

CREATE OR REPLACE FUNCTION confiture.migrate_down(target text = NULL, steps integer = 1, dry_run boolean = false,
        OUT version text, OUT name text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_down';
COMMENT ON FUNCTION confiture.migrate_down(text, integer, boolean) IS 'undoes the newest migrations, or all above target, with the down texts stored when they were applied; dry_run rolls back';

CREATE OR REPLACE FUNCTION confiture.migrate_plan(target text = NULL,
        OUT version text, OUT path text, OUT line integer, OUT segment integer, OUT statement text, OUT transactional boolean,
        OUT relations text[], OUT lock text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_plan';
COMMENT ON FUNCTION confiture.migrate_plan(text) IS 'the statements of the pending migrations, the segments in which migrate() would run them, and the locks that they would take; runs and locks nothing';

CREATE OR REPLACE FUNCTION confiture.rehearse(target text = NULL,
        OUT version text, OUT path text, OUT line integer, OUT statement text, OUT duration interval, OUT rows bigint,
        OUT locks jsonb, OUT rewrites text[], OUT scans text[], OUT wal_bytes bigint, OUT error text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_rehearse';
COMMENT ON FUNCTION confiture.rehearse(text) IS 'runs the pending migrations on the real data, measures the locks, rewrites, scans, rows and WAL of each statement, and rolls everything back';

CREATE OR REPLACE FUNCTION confiture.migrate_status(
        OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamptz,
        OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_status';
COMMENT ON FUNCTION confiture.migrate_status() IS 'every migration of the source or applied here, with its state: applied, pending, out_of_order, changed or missing';

CREATE OR REPLACE FUNCTION confiture.verify(
        OUT version text, OUT path text, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify';
COMMENT ON FUNCTION confiture.verify() IS 'files of applied migrations that are not what was applied: changed, missing or added; no row: all were looked at and are unchanged';

CREATE OR REPLACE FUNCTION confiture.repair(version text, reason text, OUT outcome text) RETURNS SETOF text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_repair';
COMMENT ON FUNCTION confiture.repair(text, text) IS 'takes the texts of the source for an applied migration, without running anything';

CREATE OR REPLACE FUNCTION confiture.baseline(through text, reason text = NULL) RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_baseline';
COMMENT ON FUNCTION confiture.baseline(text, text) IS 'marks the migrations up to and including a version as applied, without running them; returns how many';

CREATE OR REPLACE FUNCTION confiture.verify_history(
        OUT id bigint, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify_history';
COMMENT ON FUNCTION confiture.verify_history() IS 'the first row of history that does not fit the chain; no row: all of it fits';

CREATE OR REPLACE FUNCTION confiture.deployed(
        OUT version text, OUT name text, OUT applied_at timestamptz, OUT applied_by name,
        OUT migrations bigint, OUT pending bigint, OUT extension text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_deployed';
COMMENT ON FUNCTION confiture.deployed() IS 'what view version shows';

CREATE OR REPLACE VIEW confiture.status AS SELECT * FROM confiture.migrate_status();
COMMENT ON VIEW confiture.status IS 'migrate_status() as a view';
COMMENT ON COLUMN confiture.status.version IS 'version, as the file name has it';
COMMENT ON COLUMN confiture.status.name IS 'name, as the file name has it';
COMMENT ON COLUMN confiture.status.state IS 'applied, pending, out_of_order, changed or missing';
COMMENT ON COLUMN confiture.status.reversible IS 'written: a down is there; no: none is';
COMMENT ON COLUMN confiture.status.applied_at IS 'when it was applied here';
COMMENT ON COLUMN confiture.status.applied_by IS 'who applied it here';
COMMENT ON COLUMN confiture.status.duration IS 'how long that took';
COMMENT ON COLUMN confiture.status.checksum_matches IS 'whether the files of the source are those that were applied';

CREATE OR REPLACE VIEW confiture.version AS SELECT * FROM confiture.deployed();
COMMENT ON VIEW confiture.version IS 'what is deployed in this database; one row';
COMMENT ON COLUMN confiture.version.version IS 'newest applied version; NULL where there is none';
COMMENT ON COLUMN confiture.version.name IS 'its name';
COMMENT ON COLUMN confiture.version.applied_at IS 'when it was applied here';
COMMENT ON COLUMN confiture.version.applied_by IS 'who applied it here';
COMMENT ON COLUMN confiture.version.migrations IS 'number of applied migrations';
COMMENT ON COLUMN confiture.version.pending IS 'number of migrations of the source that are not applied';
COMMENT ON COLUMN confiture.version.extension IS 'version of confiture itself';
