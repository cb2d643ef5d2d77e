
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
