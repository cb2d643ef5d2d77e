
CREATE OR REPLACE FUNCTION confiture.build(environment text = 'default', dry_run boolean = false,
        OUT path text, OUT statements bigint, OUT duration interval) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_build';
COMMENT ON FUNCTION confiture.build(text, boolean) IS 'runs the schema files of the source, and the seeds where the environment says so, in this transaction; dry_run rolls back';

CREATE OR REPLACE FUNCTION confiture.build_script(environment text = 'default') RETURNS text
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_build_script';
COMMENT ON FUNCTION confiture.build_script(text) IS 'what build() runs, as one script for psql -1 -f';

CREATE OR REPLACE FUNCTION confiture.schema_checksum(environment text = 'default') RETURNS text
    LANGUAGE c STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_schema_checksum';
COMMENT ON FUNCTION confiture.schema_checksum(text) IS 'SHA-256 over the paths and texts that build() runs and the row of the environment';

CREATE OR REPLACE PROCEDURE confiture.build_database(name text, environment text = 'default', replace boolean = false)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_build_database';
COMMENT ON PROCEDURE confiture.build_database(text, text, boolean) IS 'makes a database that is built from the source, as a copy of a template which is kept for the next one';

CREATE OR REPLACE PROCEDURE confiture.drop_databases(older_than interval)
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_drop_databases';
COMMENT ON PROCEDURE confiture.drop_databases(interval) IS 'drops the databases and templates of the caller that build_database() made longer ago than this';
