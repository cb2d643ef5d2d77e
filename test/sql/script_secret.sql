-- Statements that carry a password show none of their text when they fail; in place of it stands where they are.
CREATE FUNCTION pg_temp.try(text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE message text; detail text; hint text; context text;
BEGIN
    PERFORM confiture.put('migrations/1_try.sql', E'SELECT 1;\n' || $1);
    BEGIN
        PERFORM confiture.migrate_up();
        RAISE 'passed';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || message, nullif(detail, ''), nullif(hint, ''),
                         CASE WHEN concat(message, detail, hint, context) ~ 'geheim' THEN 'SHOWN' END, substring(context from 'migrations/[^\n]*'));
    END;
END $$;
SET client_min_messages = error;
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.try(text) FROM unnest(ARRAY[
    'ALTER ROLE regress_nobody PASSWORD ''geheim'';',
    'CREATE ROLE regress_nobody PASSWORD ''geheim'' BOGUS;',
    'CREATE ROLE regress_nobody PASSWORD ''geheim'' ''geheim'';',
    'CREATE ROLE regress_nobody PASSWORD ''geheim',
    'CREATE USER regress_nobody ENCRYPTED PASSWORD ''geheim'' VALID UNTIL ''never'';',
    'CREATE USER MAPPING FOR CURRENT_USER SERVER nowhere OPTIONS (user ''geheim'', password ''geheim'');',
    'CREATE USER MAPPING FOR CURRENT_USER SERVER nowhere OPTIONS (user ''a'' password ''geheim'');',
    'CREATE SUBSCRIPTION regress_s CONNECTION ''host=x password=geheim geheim'' PUBLICATION p;',
    'DO $$ BEGIN EXECUTE ''ALTER ROLE regress_nobody PASSWORD ''''geheim''''''; END $$;',
    'DO $$ BEGIN ALTER ROLE regress_nobody PASSWORD ''geheim''; END $$;',
    'DO $$ BEGIN ALTER ROLE regress_nobody PASSWORD ''geheim'' geheim; END $$;',
    'CREATE TABLE notes (password text); SELECT password, typo FROM notes;'
]) AS text;
\pset tuples_only off
\pset format aligned
-- the server's own words and place, where a client calls
SET client_min_messages = notice;
SELECT confiture.put('migrations/1_try.sql', E'SELECT 1;\nCREATE ROLE regress_nobody\n  PASSWORD ''geheim'' BOGUS;\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
\echo :LAST_ERROR_MESSAGE
-- what confiture itself refuses
SELECT confiture.put('migrations/1_try.sql', E'SELECT 1;\nALTER ROLE regress_nobody PASSWORD ''geheim''\n\\gexec\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
SELECT rolname FROM pg_roles WHERE rolname = 'regress_nobody';
