
CREATE OR REPLACE FUNCTION confiture.snapshot() RETURNS jsonb
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'confiture_catalog_snapshot';
COMMENT ON FUNCTION confiture.snapshot() IS 'the schema of this database as a value, the same for the same schema';

CREATE OR REPLACE FUNCTION confiture.fingerprint() RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'confiture_catalog_fingerprint';
COMMENT ON FUNCTION confiture.fingerprint() IS 'SHA-256 of the schema of this database, but for the order of its columns';

CREATE OR REPLACE FUNCTION confiture.dump(snapshot jsonb = NULL) RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'confiture_catalog_dump';
COMMENT ON FUNCTION confiture.dump(jsonb) IS 'DDL that builds the schema of a snapshot, or of this database';

CREATE OR REPLACE FUNCTION confiture.compare(before jsonb, after jsonb, online boolean = false)
    RETURNS TABLE (step bigint, action text, kind text, object text, statement text, transactional boolean, lock text, hazards text[], reversible boolean)
    LANGUAGE c IMMUTABLE PARALLEL UNSAFE ROWS 100
    AS 'MODULE_PATHNAME', 'confiture_catalog_compare';
COMMENT ON FUNCTION confiture.compare(jsonb, jsonb, boolean) IS 'the plan that takes one snapshot to another, in an order that runs';
