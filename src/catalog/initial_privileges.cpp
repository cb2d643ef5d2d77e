#include "reader.hpp"

namespace confiture::catalog {

// Who may do what with an object of the server's own, or of an extension, where that is not what initdb or the extension's script gave: which pg_init_privs says where
// they granted anything at all; it does not for information_schema, which is left out as pg_dump leaves it out.
constinit const Reader initial_privileges{"initial privileges", "pg_init_privs", R"(
    SELECT o.oid AS _oid, o.subid AS _subid, e.extension AS _extension, o.noun || coalesce(' (' || o.part || ')', '') AS _identity, o.noun AS of, o.part AS "column",
           p.now AS grants, p.initial AS initial_grants
      FROM (SELECT 'pg_class'::regclass AS catalog, c.oid, 0 AS subid, format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname) AS noun,
                   NULL AS part, c.relacl AS acl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS unasked,
                   n.nspname AS schema
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL
            UNION ALL
            SELECT 'pg_class'::regclass, c.oid, a.attnum, format('TABLE %I.%I', n.nspname, c.relname), quote_ident(a.attname), a.attacl, '{}', n.nspname
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
            UNION ALL
            SELECT 'pg_proc'::regclass, f.oid, 0, format('%s %I.%I(%s)', CASE f.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname, f.proname, pg_get_function_identity_arguments(f.oid)),
                   NULL, f.proacl, acldefault('f', f.proowner), n.nspname
              FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.proacl IS NOT NULL
            UNION ALL
            SELECT 'pg_type'::regclass, t.oid, 0, format('TYPE %I.%I', n.nspname, t.typname), NULL, t.typacl, acldefault('T', t.typowner), n.nspname
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL
            UNION ALL
            SELECT 'pg_namespace'::regclass, n.oid, 0, format('SCHEMA %I', n.nspname), NULL, n.nspacl, acldefault('n', n.nspowner), n.nspname
              FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.oid <> 2200
            UNION ALL
            SELECT 'pg_language'::regclass, l.oid, 0, format('LANGUAGE %I', l.lanname), NULL, l.lanacl, acldefault('l', l.lanowner), NULL
              FROM pg_language l WHERE l.lanacl IS NOT NULL
            UNION ALL
            SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 0, format('FOREIGN DATA WRAPPER %I', w.fdwname), NULL, w.fdwacl, acldefault('F', w.fdwowner), NULL
              FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
            UNION ALL
            SELECT 'pg_foreign_server'::regclass, s.oid, 0, format('FOREIGN SERVER %I', s.srvname), NULL, s.srvacl, acldefault('S', s.srvowner), NULL
              FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL) AS o
           LEFT JOIN pg_init_privs i ON i.classoid = o.catalog AND i.objoid = o.oid AND i.objsubid = o.subid
           LEFT JOIN LATERAL (SELECT x.oid AS extension, x.extname FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
              WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass) AS e ON true,
           LATERAL (SELECT ARRAY(SELECT a FROM unnest(o.acl::text[]) a ORDER BY a COLLATE "C") AS now,
                           ARRAY(SELECT a FROM unnest(coalesce(i.initprivs, o.unasked)::text[]) a ORDER BY a COLLATE "C") AS initial OFFSET 0) AS p
     WHERE (e.extension IS NOT NULL OR o.oid < 16384 AND o.schema IS DISTINCT FROM 'information_schema') AND e.extname IS DISTINCT FROM 'confiture' AND p.now <> p.initial)"};

} // namespace confiture::catalog
