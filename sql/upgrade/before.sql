\echo Use "ALTER EXTENSION confiture UPDATE" to load this file. \quit

-- What is here, and who was granted what on it, for after.sql. Settings hold it, since a table would have to be made in somebody's schema;
-- being set here, they are nobody else's.
SELECT pg_catalog.set_config('confiture_update.known', (
    SELECT pg_catalog.array_agg(o.object)::pg_catalog.text
      FROM (SELECT 'TABLE ' || c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace
            UNION ALL
            SELECT 'ROUTINE ' || p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'confiture'::pg_catalog.regnamespace) AS o (object)), true);

SELECT pg_catalog.set_config('confiture_update.granted', (
    SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(g)), '[]')::pg_catalog.text
      FROM (SELECT o.kind, o.oid, o.name, o.part, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END AS grantee,
                   a.privilege_type AS privilege, a.is_grantable AS grantable
              FROM (SELECT 'TABLE', c.oid, c.relname, NULL, c.relacl, c.relowner
                      FROM pg_catalog.pg_class c WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace
                    UNION ALL
                    SELECT 'TABLE', c.oid, c.relname, t.attname, t.attacl, c.relowner
                      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute t ON t.attrelid = c.oid AND NOT t.attisdropped
                     WHERE c.relnamespace = 'confiture'::pg_catalog.regnamespace
                    UNION ALL
                    SELECT 'ROUTINE', p.oid, p.proname, NULL, p.proacl, p.proowner
                      FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'confiture'::pg_catalog.regnamespace
                   ) AS o (kind, oid, name, part, acl, owner), pg_catalog.aclexplode(o.acl) AS a
             WHERE a.grantee <> o.owner) AS g), true);
