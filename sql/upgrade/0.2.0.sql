
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

DROP FUNCTION confiture.repair(text, text);
