-- Settings, role and session authorization end with the file, whatever the file does to them.
CREATE ROLE regress_settings_a;
CREATE ROLE regress_settings_b;
GRANT ALL ON SCHEMA public TO regress_settings_a, regress_settings_b;
CREATE TABLE seen (n int GENERATED ALWAYS AS IDENTITY, file text, work_mem text, search_path text, role name, session name, read_only text, encoding text);
GRANT ALL ON seen TO PUBLIC;
\set look 'INSERT INTO public.seen (file, work_mem, search_path, role, session, read_only, encoding) SELECT ''%s'', current_setting(''work_mem''), current_setting(''search_path''), current_user, session_user, current_setting(''default_transaction_read_only''), current_setting(''client_encoding'');'
SET work_mem = '5MB';
SET search_path = pg_catalog, public;
SET client_encoding = 'LATIN1';
SELECT count(confiture.put(format('migrations/%s_%s.sql', n, name), text || E'\n' || format(:'look', name || ' inside')
                           || E'\nSET client_min_messages = notice;')),
       count(confiture.put(format('migrations/%s.1_%s_after.sql', n, name), format(:'look', name || ' after')))
  FROM (VALUES (10, 'set', 'SET work_mem = ''6MB''; SET search_path = pg_catalog; SET default_transaction_read_only = on;'),
               (11, 'set_local', 'SET LOCAL work_mem = ''6MB''; SET LOCAL search_path = pg_catalog;'),
               (12, 'set_session', 'SET SESSION work_mem = ''6MB''; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;'),
               (13, 'set_config', 'SELECT set_config(''work_mem'', ''6MB'', false), set_config(''search_path'', '''', false);'),
               (14, 'set_config_local', 'SELECT set_config(''work_mem'', ''6MB'', true);'),
               (15, 'do', 'DO $$ BEGIN SET work_mem = ''6MB''; PERFORM set_config(''search_path'', ''pg_temp'', false); END $$;'),
               (16, 'reset', 'RESET work_mem; RESET search_path; RESET client_encoding;'),
               (17, 'reset_all', 'RESET ALL;'),
               (18, 'role', 'SET ROLE regress_settings_a;'),
               (19, 'role_by_set_config', 'SELECT set_config(''role'', ''regress_settings_a'', false);'),
               (20, 'local_role', 'SET LOCAL ROLE regress_settings_a;'),
               (21, 'session', 'SET SESSION AUTHORIZATION regress_settings_a;'),
               (22, 'both', 'SET SESSION AUTHORIZATION regress_settings_a; RESET SESSION AUTHORIZATION; SET ROLE regress_settings_b;'),
               (23, 'session_by_set_config', 'SELECT set_config(''session_authorization'', ''regress_settings_b'', false);'),
               (24, 'own', 'SET confiture.statement_timeout = ''1h''; SET lock_timeout = 0; SET session_replication_role = replica;'))
       AS files (n, name, text) \g /dev/null
SELECT count(*) FROM confiture.migrate_up();
SELECT file, work_mem, search_path, role, session, read_only, encoding FROM seen ORDER BY n;
SHOW work_mem;
SHOW search_path;
SHOW confiture.statement_timeout;
SHOW lock_timeout;
SHOW session_replication_role;
SHOW client_encoding;
SELECT current_user = session_user AS same;
-- an unknown setting is the server's error, but for what newer servers write at the head of a dump
SELECT confiture.put('migrations/30_unknown.sql', E'SET nosuch_timeout = 0;\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
SELECT confiture.put('migrations/30_unknown.sql', E'--\n-- PostgreSQL database dump\n--\n\nSET nosuch_timeout = 0;\nSET own.setting = 1;\n') AS ok \gset
SELECT version, statements FROM confiture.migrate_up();
-- after an error too
SELECT confiture.put('migrations/31_fails.sql', E'SET work_mem = ''7MB'';\nSET SESSION AUTHORIZATION regress_settings_a;\nSELECT 1 / 0;\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
SHOW work_mem;
SELECT current_user = session_user AS same;
DO $$ BEGIN PERFORM confiture.migrate_up(); EXCEPTION WHEN division_by_zero THEN RAISE NOTICE '% % %', current_user = session_user, current_setting('work_mem'), current_setting('search_path'); END $$;
-- an error inside a role without rights on our tables
SELECT confiture.put('migrations/31_fails.sql', E'SET SESSION AUTHORIZATION regress_settings_a;\nSELECT * FROM confiture.history;\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
-- what the role in force at the end makes is recorded all the same
SELECT confiture.put('migrations/31_fails.sql', E'SET SESSION AUTHORIZATION regress_settings_a;\nCREATE TABLE of_a (a int);\n') AS ok \gset
SELECT version FROM confiture.migrate_up();
SELECT tableowner FROM pg_tables WHERE tablename = 'of_a';
SELECT role = session_user AS by_caller FROM confiture.history ORDER BY id DESC LIMIT 1;
RESET search_path;
DROP TABLE seen, of_a;
DROP OWNED BY regress_settings_a, regress_settings_b;
DROP ROLE regress_settings_a, regress_settings_b;
