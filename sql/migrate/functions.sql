
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

CREATE OR REPLACE FUNCTION confiture.rehearse(target text = NULL, shadow boolean = false,
        OUT version text, OUT path text, OUT line integer, OUT statement text, OUT duration interval, OUT rows bigint,
        OUT locks jsonb, OUT rewrites text[], OUT scans text[], OUT wal_bytes bigint, OUT error text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_rehearse';
COMMENT ON FUNCTION confiture.rehearse(text, boolean) IS 'runs the pending migrations on the real data, measures the locks, rewrites, scans, rows and WAL of each statement, and rolls everything back; or does so in a copy of the schema';

CREATE OR REPLACE FUNCTION confiture.migrate_status(
        OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamptz,
        OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_migrate_status';
COMMENT ON FUNCTION confiture.migrate_status() IS 'every migration of the source or applied here, with its state: applied, pending, out_of_order, changed or missing';

CREATE OR REPLACE FUNCTION confiture.verify(
        OUT version text, OUT path text, OUT problem text, OUT detail text) RETURNS SETOF record
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_verify';
COMMENT ON FUNCTION confiture.verify() IS 'files of applied migrations that are not what was applied: changed, missing or added; no row: all were looked at and are unchanged';

CREATE OR REPLACE FUNCTION confiture.repair(version text, reason text, step integer = NULL, settle text = NULL,
        OUT step integer, OUT statement text, OUT outcome text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_repair';
COMMENT ON FUNCTION confiture.repair(text, text, integer, text) IS 'takes the texts of the source for an applied migration, or for one that stopped half-way; or decides a step whose fate can not be known';

CREATE OR REPLACE FUNCTION confiture.abandon(version text, reason text,
        OUT step integer, OUT statement text, OUT outcome text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_abandon';
COMMENT ON FUNCTION confiture.abandon(text, text) IS 'makes a migration that stopped half-way count as not applied; lists what of it was committed';

CREATE OR REPLACE FUNCTION confiture.baseline(through text, reason text = NULL) RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_baseline';
COMMENT ON FUNCTION confiture.baseline(text, text) IS 'marks the migrations up to and including a version as applied, without running them; returns how many';

CREATE OR REPLACE FUNCTION confiture.generate(name text, environment text = 'default', save boolean = false,
        OUT path text, OUT content text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_generate';
COMMENT ON FUNCTION confiture.generate(text, text, boolean) IS 'writes the migration, up and down, that takes this database to what the schema files make; with save, into the source';

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
COMMENT ON COLUMN confiture.status.state IS 'applied, pending, out_of_order, changed, missing, running, failed or lost';
COMMENT ON COLUMN confiture.status.reversible IS 'written: a down is there; derived: one was derived from what the up changed; lossy: one that does not bring all data back; no: none is';
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

CREATE OR REPLACE VIEW confiture.runner AS
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

CREATE OR REPLACE VIEW confiture.progress AS
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
