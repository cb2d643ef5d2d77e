\echo Use "CREATE EXTENSION confiture" to load this file. \quit

-- Without IF NOT EXISTS: a schema that somebody made before, with overloads of his own in it, must be an error.
CREATE SCHEMA confiture;
COMMENT ON SCHEMA confiture IS 'builds and migrates this database from the DDL files kept in confiture.source';

CREATE FUNCTION confiture.guard_write() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'confiture_guard_write';
COMMENT ON FUNCTION confiture.guard_write() IS 'refuses writes to the tables of confiture by files that it runs, and changes of its history';

