#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader composites{"type", "pg_type", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.typname) AS _identity, 'composite' AS form, quote_ident(n.nspname) AS schema,
           quote_ident(t.typname) AS name, quote_ident(pg_get_userbyid(t.typowner)) AS owner,
           (SELECT coalesce(array_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ||
                                      CASE WHEN a.attcollation <> b.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname)
                                         FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace WHERE c.oid = a.attcollation) ELSE '' END
                                      ORDER BY a.attnum), '{}')
              FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid
             WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS fields,
           (SELECT array_agg(format('%I.%I.%I IS %L', n.nspname, t.typname, a.attname, s.description) ORDER BY a.attname COLLATE "C")
              FROM pg_attribute a JOIN pg_description s ON s.classoid = 'pg_class'::regclass AND s.objoid = a.attrelid AND s.objsubid = a.attnum
             WHERE a.attrelid = t.typrelid AND NOT a.attisdropped) AS field_comments,
           t.typacl::text[] AS privileges, acldefault('T', t.typowner)::text[] AS _default
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class r ON r.oid = t.typrelid AND r.relkind = 'c'
     WHERE t.typtype = 'c' AND t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
