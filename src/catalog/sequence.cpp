#include "reader.hpp"

namespace confiture::catalog {

// Those of identity columns belong to their column.
constinit const Reader sequences{"sequence", "pg_class", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.relname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
           quote_ident(pg_get_userbyid(c.relowner)) AS owner, CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
           format_type(s.seqtypid, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS min, s.seqmax AS max,
           s.seqcache AS cache, CASE WHEN s.seqcycle THEN 'true' END AS cycle,
           (SELECT format('%I.%I.%I', rn.nspname, r.relname, a.attname)
              FROM pg_depend d JOIN pg_class r ON r.oid = d.refobjid JOIN pg_namespace rn ON rn.oid = r.relnamespace
                   JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a') AS owned_by,
           c.relacl::text[] AS privileges, acldefault('s', c.relowner)::text[] AS _default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
     WHERE c.relkind = 'S' AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'))"};

} // namespace confiture::catalog
