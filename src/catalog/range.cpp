#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader ranges{"type", "pg_type", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.typname) AS _identity, 'range' AS form, quote_ident(n.nspname) AS schema,
           quote_ident(t.typname) AS name, quote_ident(pg_get_userbyid(t.typowner)) AS owner, format_type(r.rngsubtype, NULL) AS subtype,
           (SELECT format('%I.%I', mn.nspname, m.typname) FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace
             WHERE m.oid = r.rngmultitypid) AS multirange,
           CASE WHEN NOT o.opcdefault THEN format('%I.%I', opn.nspname, o.opcname) END AS subtype_opclass,
           CASE WHEN r.rngcollation <> s.typcollation THEN (SELECT format('%I.%I', cn.nspname, c.collname)
              FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace WHERE c.oid = r.rngcollation) END AS collation,
           nullif(r.rngcanonical, 0)::regproc::text AS canonical, nullif(r.rngsubdiff, 0)::regproc::text AS subtype_diff,
           t.typacl::text[] AS privileges, acldefault('T', t.typowner)::text[] AS _default
      FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type s ON s.oid = r.rngsubtype
           JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace opn ON opn.oid = o.opcnamespace
     WHERE t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
