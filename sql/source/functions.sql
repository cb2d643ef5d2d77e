CREATE OR REPLACE FUNCTION confiture.load(directory text, prune boolean = true, OUT path text, OUT change text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_load';
COMMENT ON FUNCTION confiture.load(text, boolean) IS 'makes the source equal to a folder of the server; a row for each file that was added, changed or removed';

CREATE OR REPLACE FUNCTION confiture.load_archive(archive bytea, prune boolean = true, OUT path text, OUT change text) RETURNS SETOF record
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_load_archive';
COMMENT ON FUNCTION confiture.load_archive(bytea, boolean) IS 'makes the source equal to a tar archive, plain or compressed by gzip; a row for each file that was added, changed or removed';

CREATE OR REPLACE FUNCTION confiture.put(path text, content text) RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_put';
COMMENT ON FUNCTION confiture.put(text, text) IS 'adds or replaces one file of the source; returns its checksum';

CREATE OR REPLACE FUNCTION confiture.remove(path text) RETURNS boolean
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_remove';
COMMENT ON FUNCTION confiture.remove(text) IS 'removes one file of the source; false where there is none';

CREATE OR REPLACE FUNCTION confiture.approve(path text, checksum text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_approve';
COMMENT ON FUNCTION confiture.approve(text, text) IS 'vouches for a file, or for environment:<name>, as far as it has that checksum';

CREATE OR REPLACE FUNCTION confiture.environment_set(name text, include text[] = '{**}', exclude text[] = '{}',
        search_path text = 'public', owner name = NULL, seed boolean = false) RETURNS text
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_environment_set';
COMMENT ON FUNCTION confiture.environment_set(text, text[], text[], text, name, boolean) IS 'adds or replaces an environment; returns its checksum';

CREATE OR REPLACE FUNCTION confiture.environment_remove(name text) RETURNS boolean
    LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'confiture_source_environment_remove';
COMMENT ON FUNCTION confiture.environment_remove(text) IS 'removes an environment; false where there is none';

