-- The shape of what CREATE EXTENSION confiture makes.
SET client_min_messages = warning;
CREATE EXTENSION pgtap;
SELECT plan(26);

SELECT has_schema('confiture');
SELECT tables_are('confiture', ARRAY['applied', 'batch', 'database', 'ddl_event', 'environment', 'expected', 'generation', 'history', 'source', 'step']);
SELECT views_are('confiture', ARRAY['progress', 'runner', 'status', 'version']);
SELECT sequences_are('confiture', '{}'::name[]);
SELECT results_eq(
    $$SELECT extversion COLLATE "default", extrelocatable, extnamespace::regnamespace::text COLLATE "default",
             (SELECT array_agg(oid::regclass::text COLLATE "default" ORDER BY oid::regclass::text COLLATE "C") FROM unnest(extconfig) AS oid)
        FROM pg_extension WHERE extname = 'confiture'$$,
    $$VALUES ('0.3.0', false, 'pg_catalog', ARRAY['confiture.applied', 'confiture.ddl_event', 'confiture.environment', 'confiture.expected', 'confiture.history', 'confiture.source',
                 'confiture.step'])$$,
    'version, place, and the tables that pg_dump keeps');

SELECT results_eq(
    $$SELECT c.relname::text COLLATE "default", a.attname::text COLLATE "default",
             (format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END) COLLATE "default"
        FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
       WHERE relnamespace = 'confiture'::regnamespace AND relkind = 'r' ORDER BY c.relname, attnum$$,
    $$VALUES ('applied', 'version', 'text NOT NULL'),
             ('applied', 'history', 'bigint NOT NULL'),
             ('batch', 'relation', 'regclass NOT NULL'),
             ('batch', 'checksum', 'text NOT NULL'),
             ('batch', 'name', 'text NOT NULL'),
             ('batch', 'kind', 'text NOT NULL'),
             ('batch', 'role', 'name NOT NULL'),
             ('batch', 'key', 'name NOT NULL'),
             ('batch', 'after', 'text[] NOT NULL'),
             ('batch', 'last', 'text[] NOT NULL'),
             ('batch', 'visited', 'bigint NOT NULL'),
             ('batch', 'changed', 'bigint NOT NULL'),
             ('batch', 'estimated', 'bigint'),
             ('batch', 'spent', 'interval NOT NULL'),
             ('batch', 'remaining', 'interval'),
             ('batch', 'started_at', 'timestamp with time zone NOT NULL'),
             ('batch', 'updated_at', 'timestamp with time zone NOT NULL'),
             ('database', 'name', 'name NOT NULL'),
             ('database', 'oid', 'oid NOT NULL'),
             ('database', 'system_identifier', 'bigint NOT NULL'),
             ('database', 'made_by', 'name NOT NULL'),
             ('database', 'checksum', 'text NOT NULL'),
             ('database', 'environment', 'text NOT NULL'),
             ('database', 'key', 'text NOT NULL'),
             ('database', 'is_template', 'boolean NOT NULL'),
             ('database', 'template', 'oid'),
             ('database', 'is_ready', 'boolean NOT NULL'),
             ('database', 'created_at', 'timestamp with time zone NOT NULL'),
             ('ddl_event', 'happened_at', 'timestamp with time zone NOT NULL'),
             ('ddl_event', 'pid', 'integer NOT NULL'),
             ('ddl_event', 'session_role', 'name NOT NULL'),
             ('ddl_event', 'role', 'name NOT NULL'),
             ('ddl_event', 'application', 'text'),
             ('ddl_event', 'client', 'text'),
             ('ddl_event', 'tag', 'text NOT NULL'),
             ('ddl_event', 'objects', 'jsonb NOT NULL'),
             ('ddl_event', 'statement', 'text'),
             ('environment', 'name', 'text NOT NULL'),
             ('environment', 'include', 'text[] NOT NULL'),
             ('environment', 'exclude', 'text[] NOT NULL'),
             ('environment', 'search_path', 'text NOT NULL'),
             ('environment', 'owner', 'name'),
             ('environment', 'seed', 'boolean NOT NULL'),
             ('environment', 'checksum', 'text NOT NULL'),
             ('environment', 'loaded_by', 'name NOT NULL'),
             ('environment', 'approved_by', 'name'),
             ('expected', 'kind', 'text NOT NULL'),
             ('expected', 'identity', 'text NOT NULL'),
             ('expected', 'object', 'jsonb NOT NULL'),
             ('expected', 'server', 'integer NOT NULL'),
             ('expected', 'format', 'integer NOT NULL'),
             ('generation', 'name', 'text NOT NULL'),
             ('generation', 'value', 'bigint NOT NULL'),
             ('generation', 'archive', 'text'),
             ('history', 'id', 'bigint NOT NULL'),
             ('history', 'action', 'text NOT NULL'),
             ('history', 'version', 'text'),
             ('history', 'name', 'text'),
             ('history', 'outcome', 'text NOT NULL'),
             ('history', 'statements', 'bigint'),
             ('history', 'started_at', 'timestamp with time zone NOT NULL'),
             ('history', 'duration', 'interval NOT NULL'),
             ('history', 'role', 'name NOT NULL'),
             ('history', 'application', 'text'),
             ('history', 'client', 'text'),
             ('history', 'server_version', 'text NOT NULL'),
             ('history', 'environment', 'text'),
             ('history', 'reason', 'text'),
             ('history', 'up_text', 'text'),
             ('history', 'down_text', 'text'),
             ('history', 'up_checksum', 'text'),
             ('history', 'down_checksum', 'text'),
             ('history', 'up_loaded_by', 'name'),
             ('history', 'down_loaded_by', 'name'),
             ('history', 'up_approved_by', 'name'),
             ('history', 'down_approved_by', 'name'),
             ('history', 'hash', 'text NOT NULL'),
             ('history', 'sqlstate', 'text'),
             ('history', 'message', 'text'),
             ('history', 'fingerprint_before', 'text'),
             ('history', 'fingerprint_after', 'text'),
             ('history', 'down_origin', 'text'),
             ('source', 'path', 'text NOT NULL'),
             ('source', 'content', 'text NOT NULL'),
             ('source', 'checksum', 'text NOT NULL'),
             ('source', 'origin', 'text NOT NULL'),
             ('source', 'loaded_at', 'timestamp with time zone NOT NULL'),
             ('source', 'loaded_by', 'name NOT NULL'),
             ('source', 'approved_by', 'name'),
             ('step', 'version', 'text NOT NULL'),
             ('step', 'number', 'integer NOT NULL'),
             ('step', 'action', 'text NOT NULL'),
             ('step', 'migration', 'text NOT NULL'),
             ('step', 'name', 'text NOT NULL'),
             ('step', 'path', 'text NOT NULL'),
             ('step', 'file_checksum', 'text NOT NULL'),
             ('step', 'kind', 'text NOT NULL'),
             ('step', 'first_statement', 'integer NOT NULL'),
             ('step', 'last_statement', 'integer NOT NULL'),
             ('step', 'line', 'bigint NOT NULL'),
             ('step', 'checksum', 'text NOT NULL'),
             ('step', 'statement', 'text'),
             ('step', 'state', 'text NOT NULL'),
             ('step', 'attempts', 'integer NOT NULL'),
             ('step', 'started_at', 'timestamp with time zone'),
             ('step', 'duration', 'interval NOT NULL'),
             ('step', 'sqlstate', 'text'),
             ('step', 'message', 'text'),
             ('step', 'waits_for', 'text'),
             ('step', 'object_schema', 'name'),
             ('step', 'object_name', 'name'),
             ('step', 'relation', 'oid'),
             ('step', 'object', 'oid'),
             ('step', 'is_concurrent', 'boolean NOT NULL'),
             ('step', 'before', 'oid[]'),
             ('step', 'settings', 'text')$$,
    'columns of the tables');

SELECT results_eq(
    $$SELECT c.relname::text COLLATE "default", string_agg(a.attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) COLLATE "default"
        FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0
       WHERE relnamespace = 'confiture'::regnamespace AND relkind = 'v' GROUP BY 1 ORDER BY 1$$,
    $$VALUES ('progress', 'version text, name text, action text, path text, line bigint, step integer, steps bigint, kind text, statement text, attempts integer, '
                          'started_at timestamp with time zone, pid integer, phase text, percent numeric, blocked_by integer[], waits_for text'),
             ('runner', 'pid integer, role name, application text, client inet, state text, since timestamp with time zone, runs text'),
             ('status', 'version text, name text, state text, reversible text, applied_at timestamp with time zone, applied_by name, '
                        'duration interval, checksum_matches boolean'),
             ('version', 'version text, name text, applied_at timestamp with time zone, applied_by name, migrations bigint, pending bigint, extension text')$$,
    'columns of the views');

SELECT col_is_pk('confiture', 'source', 'path', 'key of source');
SELECT col_is_pk('confiture', 'environment', 'name', 'key of environment');
SELECT col_is_pk('confiture', 'history', 'id', 'key of history');
SELECT col_is_pk('confiture', 'ddl_event', ARRAY['happened_at', 'pid'], 'key of ddl_event');
SELECT col_is_pk('confiture', 'expected', ARRAY['kind', 'identity'], 'key of expected');
SELECT col_is_pk('confiture', 'applied', 'version', 'key of applied: a version is applied once');
SELECT is_empty($$SELECT conname FROM pg_constraint WHERE connamespace = 'confiture'::regnamespace AND contype = 'f'$$,
    'no foreign key: pg_restore fills tables of an extension in any order, several at once');
SELECT is_empty(
    $$SELECT c.relname, attname, collname FROM pg_class c JOIN pg_index i ON indexrelid = c.oid JOIN pg_attribute ON attrelid = c.oid
        LEFT JOIN pg_collation l ON l.oid = attcollation WHERE relnamespace = 'confiture'::regnamespace AND attcollation <> 0 AND collname <> 'C'$$,
    'no index depends on a locale');

SELECT results_eq(
    $$SELECT (p.proname || '(' || pg_get_function_arguments(p.oid) || ')') COLLATE "default", pg_get_function_result(p.oid) COLLATE "default",
             CASE provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END
        FROM pg_proc p WHERE pronamespace = 'confiture'::regnamespace ORDER BY proname COLLATE "C"$$,
    $$VALUES ('abandon(version text, reason text, OUT step integer, OUT statement text, OUT outcome text)', 'SETOF record', 'volatile'),
             ('advance_applied()', 'trigger', 'volatile'),
             ('advance_source()', 'trigger', 'volatile'),
             ('approve(path text, checksum text)', 'void', 'volatile'),
             ('baseline(through text, reason text DEFAULT NULL::text)', 'integer', 'volatile'),
             ('batch_delete(IN relation regclass, IN condition text, IN batch_rows integer DEFAULT 10000, IN pause interval DEFAULT ''00:00:00''::interval, '
                 'IN max_lag interval DEFAULT NULL::interval, IN key name DEFAULT NULL::name)', NULL, 'volatile'),
             ('batch_update(IN relation regclass, IN assignments text, IN condition text DEFAULT ''true''::text, IN batch_rows integer DEFAULT 10000, '
                 'IN pause interval DEFAULT ''00:00:00''::interval, IN max_lag interval DEFAULT NULL::interval, IN key name DEFAULT NULL::name)', NULL, 'volatile'),
             ('build(environment text DEFAULT ''default''::text, dry_run boolean DEFAULT false, OUT path text, OUT statements bigint, OUT duration interval)',
                 'SETOF record', 'volatile'),
             ('build_database(IN name text, IN environment text DEFAULT ''default''::text, IN replace boolean DEFAULT false)', NULL, 'volatile'),
             ('build_script(environment text DEFAULT ''default''::text)', 'text', 'stable'),
             ('compare(before jsonb, after jsonb, online boolean DEFAULT false)', 'TABLE(step bigint, action text, kind text, object text, statement text, '
                  'transactional boolean, lock text, hazards text[], reversible boolean)', 'immutable'),
             ('deployed(OUT version text, OUT name text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT migrations bigint, '
                 'OUT pending bigint, OUT extension text)', 'SETOF record', 'stable'),
             ('diff(environment text DEFAULT ''default''::text, online boolean DEFAULT false, OUT step bigint, OUT action text, OUT kind text, OUT object text, '
                 'OUT statement text, OUT transactional boolean, OUT lock text, OUT hazards text[], OUT reversible boolean, OUT fingerprint text)',
                 'SETOF record', 'volatile'),
             ('drift(OUT kind text, OUT object text, OUT change text, OUT expected jsonb, OUT actual jsonb)', 'SETOF record', 'volatile'),
             ('drop_databases(IN older_than interval)', NULL, 'volatile'),
             ('dump(snapshot jsonb DEFAULT NULL::jsonb)', 'text', 'volatile'),
             ('environment_remove(name text)', 'boolean', 'volatile'),
             ('environment_set(name text, include text[] DEFAULT ''{**}''::text[], exclude text[] DEFAULT ''{}''::text[], '
                 'search_path text DEFAULT ''public''::text, owner name DEFAULT NULL::name, seed boolean DEFAULT false)', 'text', 'volatile'),
             ('fingerprint()', 'text', 'volatile'),
             ('generate(name text, environment text DEFAULT ''default''::text, save boolean DEFAULT false, OUT path text, OUT content text)',
                 'SETOF record', 'volatile'),
             ('guard_write()', 'trigger', 'volatile'),
             ('load(directory text, prune boolean DEFAULT true, OUT path text, OUT change text)', 'SETOF record', 'volatile'),
             ('load_archive(archive bytea, prune boolean DEFAULT true, OUT path text, OUT change text)', 'SETOF record', 'volatile'),
             ('migrate(IN target text DEFAULT NULL::text, IN down boolean DEFAULT false)', NULL, 'volatile'),
             ('migrate_down(target text DEFAULT NULL::text, steps integer DEFAULT 1, dry_run boolean DEFAULT false, OUT version text, OUT name text, '
                 'OUT statements bigint, OUT duration interval)', 'SETOF record', 'volatile'),
             ('migrate_plan(target text DEFAULT NULL::text, OUT version text, OUT path text, OUT line integer, OUT segment integer, '
                 'OUT statement text, OUT transactional boolean, OUT relations text[], OUT lock text)', 'SETOF record', 'stable'),
             ('migrate_status(OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamp with time zone, '
                 'OUT applied_by name, OUT duration interval, OUT checksum_matches boolean)', 'SETOF record', 'stable'),
             ('migrate_up(target text DEFAULT NULL::text, dry_run boolean DEFAULT false, OUT version text, OUT name text, OUT statements bigint, '
                 'OUT duration interval)', 'SETOF record', 'volatile'),
             ('on_ddl()', 'event_trigger', 'volatile'),
             ('put(path text, content text)', 'text', 'volatile'),
             ('rehearse(target text DEFAULT NULL::text, shadow boolean DEFAULT false, OUT version text, OUT path text, OUT line integer, OUT statement text, OUT duration interval, '
                 'OUT rows bigint, OUT locks jsonb, OUT rewrites text[], OUT scans text[], OUT wal_bytes bigint, OUT error text)', 'SETOF record',
                 'volatile'),
             ('remove(path text)', 'boolean', 'volatile'),
             ('repair(version text, reason text, step integer DEFAULT NULL::integer, settle text DEFAULT NULL::text, OUT step integer, OUT statement text, '
                 'OUT outcome text)', 'SETOF record', 'volatile'),
             ('schema_checksum(environment text DEFAULT ''default''::text)', 'text', 'stable'),
             ('snapshot()', 'jsonb', 'volatile'),
             ('sync_schema(IN environment text DEFAULT ''default''::text, IN allow text[] DEFAULT ''{}''::text[], IN fingerprint text DEFAULT NULL::text)',
                 NULL, 'volatile'),
             ('verify(OUT version text, OUT path text, OUT problem text, OUT detail text)', 'SETOF record', 'stable'),
             ('verify_history(OUT id bigint, OUT problem text, OUT detail text)', 'SETOF record', 'stable')$$,
    'functions, with names and defaults of arguments, result and volatility');
SELECT is_empty(
    $$SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_language l ON l.oid = prolang WHERE pronamespace = 'confiture'::regnamespace
         AND (lanname <> 'c' OR prosecdef OR proleakproof OR proisstrict OR proparallel <> 'u' OR probin <> '$libdir/confiture')$$,
    'every function runs with the rights of its caller, in C, and never in a parallel worker');

SELECT results_eq(
    $$SELECT tgrelid::regclass::text COLLATE "default", tgname::text COLLATE "default", regexp_replace(pg_get_triggerdef(t.oid), ' ON .* FOR EACH ', ' ... ') COLLATE "default", tgenabled::text COLLATE "default"
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = 'confiture'::regnamespace AND NOT tgisinternal ORDER BY tgrelid::regclass::text COLLATE "C", tgname$$,
    $$VALUES ('confiture.applied', 'advance_applied',
                 'CREATE TRIGGER advance_applied AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.advance_applied()', 'A'),
             ('confiture.applied', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.batch', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.database', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.ddl_event', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.environment', 'advance_source',
                 'CREATE TRIGGER advance_source AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.advance_source()', 'A'),
             ('confiture.environment', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.expected', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.generation', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.history', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.source', 'advance_source',
                 'CREATE TRIGGER advance_source AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.advance_source()', 'A'),
             ('confiture.source', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A'),
             ('confiture.step', 'advance_applied',
                 'CREATE TRIGGER advance_applied AFTER INSERT OR DELETE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.advance_applied()', 'A'),
             ('confiture.step', 'guard_write',
                 'CREATE TRIGGER guard_write BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ... STATEMENT EXECUTE FUNCTION confiture.guard_write()', 'A')$$,
    'triggers, which fire in every session');

-- What belongs to the extension, and what in its schema does not.
CREATE TEMPORARY VIEW members AS
    SELECT classid, objid FROM pg_depend
     WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'confiture');
SELECT is_empty(
    $$SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v') AND oid NOT IN (SELECT objid FROM members)
      UNION ALL
      SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace AND oid NOT IN (SELECT objid FROM members)$$,
    'everything in the schema is the extension''s');
SELECT is_empty(
    $$SELECT pg_describe_object(classid, objid, 0) FROM members
       WHERE NOT (classid = 'pg_namespace'::regclass AND objid = 'confiture'::regnamespace)
         AND pg_describe_object(classid, objid, 0) !~ '^((table|view|function|procedure|type|row type) confiture\.|event trigger confiture_)'
         AND pg_describe_object(classid, objid, 0) !~ '^(type|row type) (confiture\.)?_?\w+(\[\])?$'$$,
    'the extension makes nothing in other schemas');
SELECT is_empty(
    $$SELECT pg_describe_object(classid, objid, 0) FROM members WHERE classid <> 'pg_type'::regclass AND obj_description(objid, classid::regclass::name) IS NULL
      UNION ALL
      SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a
       WHERE attrelid IN (SELECT objid FROM members WHERE classid = 'pg_class'::regclass) AND attnum > 0 AND col_description(attrelid, attnum) IS NULL
      UNION ALL
      SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger t
       WHERE tgrelid IN (SELECT objid FROM members WHERE classid = 'pg_class'::regclass) AND NOT tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NULL$$,
    'every object, column and trigger has a comment');

-- Rights.
SELECT is_empty(
    $$SELECT what, owner::regrole FROM (SELECT oid::regclass::text, relowner FROM pg_class WHERE relnamespace = 'confiture'::regnamespace
          UNION ALL SELECT oid::regprocedure::text, proowner FROM pg_proc WHERE pronamespace = 'confiture'::regnamespace
          UNION ALL SELECT 'schema', nspowner FROM pg_namespace WHERE nspname = 'confiture') AS o (what, owner)
       WHERE owner <> (SELECT extowner FROM pg_extension WHERE extname = 'confiture')$$,
    'one role owns all');
SELECT is_empty(
    $$SELECT what, grantee, privilege_type
        FROM (SELECT oid::regclass::text, relowner, coalesce(relacl, acldefault('r', relowner)) FROM pg_class
               WHERE relnamespace = 'confiture'::regnamespace AND relkind IN ('r', 'v')
              UNION ALL SELECT oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
               WHERE pronamespace = 'confiture'::regnamespace
              UNION ALL SELECT 'schema', nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace WHERE nspname = 'confiture'
             ) AS o (what, owner, acl), aclexplode(acl) WHERE grantee <> owner$$,
    'neither PUBLIC nor anybody else has a privilege');
SELECT is_empty($$SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'confiture'::regnamespace AND attacl IS NOT NULL$$, 'nor on a column');
SELECT is_empty($$SELECT oid::regclass FROM pg_class WHERE relnamespace = 'confiture'::regnamespace AND (relrowsecurity OR relforcerowsecurity OR relhasrules AND relkind = 'r')$$,
    'no policy and no rule stands between');
SELECT results_eq(
    $$SELECT format('%s %s %s %s', evtname, evtevent, evtfoid::regprocedure, evtenabled) COLLATE "default" FROM pg_event_trigger ORDER BY evtname COLLATE "C"$$,
    $$VALUES ('confiture_ddl_drop sql_drop confiture.on_ddl() D'), ('confiture_ddl_end ddl_command_end confiture.on_ddl() D'),
             ('confiture_ddl_start ddl_command_start confiture.on_ddl() D')$$,
    'event triggers, which are disabled');

SELECT * FROM finish();
