
CREATE OR REPLACE PROCEDURE confiture.batch_update(relation regclass, assignments text, condition text = 'true', batch_rows integer = 10000,
        pause interval = '0', max_lag interval = NULL, key name = NULL)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_batch_update';
COMMENT ON PROCEDURE confiture.batch_update(regclass, text, text, integer, interval, interval, name) IS 'updates the rows of a large table in batches, a transaction each; repeated, a call that was stopped goes on';

CREATE OR REPLACE PROCEDURE confiture.batch_delete(relation regclass, condition text, batch_rows integer = 10000,
        pause interval = '0', max_lag interval = NULL, key name = NULL)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_batch_delete';
COMMENT ON PROCEDURE confiture.batch_delete(regclass, text, integer, interval, interval, name) IS 'deletes rows of a large table in batches, a transaction each; repeated, a call that was stopped goes on';
