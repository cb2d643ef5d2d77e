#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader enums{"type", "pg_type", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.typname) AS _identity, 'enum' AS form, quote_ident(n.nspname) AS schema,
           quote_ident(t.typname) AS name, quote_ident(pg_get_userbyid(t.typowner)) AS owner,
           (SELECT coalesce(array_agg(e.enumlabel::text ORDER BY e.enumsortorder), '{}') FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels_in_order,
           t.typacl::text[] AS privileges, acldefault('T', t.typowner)::text[] AS _default
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE t.typtype = 'e' AND t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
