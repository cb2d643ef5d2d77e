CREATE FOREIGN DATA WRAPPER bare OPTIONS (debug 'true', "odd name" 'it''s \ here');
CREATE FOREIGN DATA WRAPPER handled HANDLER file_fdw_handler VALIDATOR file_fdw_validator;
COMMENT ON FOREIGN DATA WRAPPER bare IS 'a foreign-data wrapper';
CREATE SERVER files FOREIGN DATA WRAPPER handled;
CREATE SERVER "far away" TYPE 'a type' VERSION '1.0''x' FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host 'far.example.org', dbname 'it''s', use_remote_estimate 'true');
CREATE SERVER nowhere FOREIGN DATA WRAPPER bare OPTIONS (x '');
COMMENT ON SERVER files IS 'a server';
CREATE USER MAPPING FOR PUBLIC SERVER "far away" OPTIONS (user 'guest', password 'a ''secret'' \');
CREATE USER MAPPING FOR kinds_owner SERVER "far away";
CREATE USER MAPPING FOR "kinds ""odd"" role" SERVER nowhere OPTIONS ("a b" 'c');

CREATE FOREIGN TABLE kinds.file (
    line text OPTIONS (force_not_null 'true') COLLATE "C" NOT NULL,
    number integer DEFAULT 3 CONSTRAINT small CHECK (number < 10),
    doubled integer GENERATED ALWAYS AS (number * 2) STORED)
    SERVER files OPTIONS (filename '/no/such/file', format 'csv', delimiter E'\t', quote '''');
ALTER FOREIGN TABLE kinds.file ALTER line SET STATISTICS 7;
CREATE TRIGGER far BEFORE INSERT ON kinds.file FOR EACH ROW EXECUTE FUNCTION kinds.touch();
COMMENT ON FOREIGN TABLE kinds.file IS 'a foreign table';
COMMENT ON COLUMN kinds.file.line IS 'a column of a foreign table';
CREATE FOREIGN TABLE kinds.far_child (distant text OPTIONS (column_name 'Extra')) INHERITS (kinds.other_parent)
    SERVER nowhere OPTIONS (schema_name 'there');
CREATE FOREIGN TABLE kinds.by_enum_far PARTITION OF kinds.by_enum FOR VALUES IN ('sad') SERVER nowhere;

CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION nothing WITH (publish = '');
CREATE PUBLICATION chosen FOR TABLE kinds.target (a, b) WHERE (a > 5 AND b <> 7), ONLY kinds.parent, kinds.columns
    WITH (publish = 'insert, truncate');
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA kinds, "Odd ""Name"".x", TABLE owned.things
    WITH (publish = 'update, delete', publish_via_partition_root = true);
COMMENT ON PUBLICATION chosen IS 'a publication';

CREATE SUBSCRIPTION subscribed CONNECTION 'host=far.example.org password=''it\''s \\''' PUBLICATION one, "Two ""x"""
    WITH (connect = false, slot_name = NONE, streaming = off);
CREATE SUBSCRIPTION "subscribed too" CONNECTION 'dbname=none' PUBLICATION one
    WITH (connect = false, slot_name = 'other_slot', binary = true, streaming = on, two_phase = true,
        disable_on_error = true, synchronous_commit = 'local');
COMMENT ON SUBSCRIPTION subscribed IS 'a subscription';
