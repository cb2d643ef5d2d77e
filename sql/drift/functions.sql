
CREATE OR REPLACE FUNCTION confiture.diff(environment text = 'default', online boolean = false,
        OUT step bigint, OUT action text, OUT kind text, OUT object text, OUT statement text, OUT transactional boolean,
        OUT lock text, OUT hazards text[], OUT reversible boolean, OUT fingerprint text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_diff';
COMMENT ON FUNCTION confiture.diff(text, boolean) IS 'the plan that takes this database to what the schema files make, which are built in a shadow database for that';

CREATE OR REPLACE PROCEDURE confiture.sync_schema(environment text = 'default', allow text[] = '{}', fingerprint text = NULL)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_sync_schema';
COMMENT ON PROCEDURE confiture.sync_schema(text, text[], text) IS 'takes this database to what the schema files make, by the plan of diff(), as far as its hazards are allowed';

CREATE OR REPLACE FUNCTION confiture.drift(OUT kind text, OUT object text, OUT change text, OUT expected jsonb, OUT actual jsonb) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_drift';
COMMENT ON FUNCTION confiture.drift() IS 'what in this database is not as confiture has built and migrated it: added, changed or removed by others';
