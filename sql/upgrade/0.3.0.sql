
ALTER TABLE confiture.history
    DROP CONSTRAINT history_action_check,
    ADD CONSTRAINT history_action_check CHECK (action IN ('build', 'up', 'down', 'baseline', 'repair', 'abandon', 'sync'));
COMMENT ON COLUMN confiture.history.action IS 'build, up, down, baseline, repair, abandon or sync';

ALTER TABLE confiture.step
    DROP CONSTRAINT step_action_check,
    ADD CONSTRAINT step_action_check CHECK (action IN ('up', 'down', 'sync'));
COMMENT ON TABLE confiture.step IS 'the journal of what CALL confiture.migrate() or sync_schema() runs, or of what stopped half-way';
COMMENT ON COLUMN confiture.step.version IS 'version of the migration in normal form; empty for sync_schema()';
COMMENT ON COLUMN confiture.step.action IS 'up, down or sync';
COMMENT ON COLUMN confiture.step.name IS 'name as the file name has it; of sync_schema(), the environment';

-- 0.1.0 had none.
DROP FUNCTION IF EXISTS confiture.rehearse(text);

ALTER TABLE confiture.history
    ADD fingerprint_before text,
    ADD fingerprint_after text,
    ADD down_origin text CHECK (down_origin IN ('derived', 'lossy'));
COMMENT ON COLUMN confiture.history.fingerprint_before IS 'fingerprint of the schema before it';
COMMENT ON COLUMN confiture.history.fingerprint_after IS 'fingerprint of the schema after it';
COMMENT ON COLUMN confiture.history.down_origin IS 'derived or lossy: the down was derived from what the up changed, and brings all of that back or not; NULL: it is a file''s';
