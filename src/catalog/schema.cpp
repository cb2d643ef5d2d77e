#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader schemas{"schema", "pg_namespace", R"(
    SELECT oid AS _oid, quote_ident(nspname) AS _identity, quote_ident(nspname) AS name, quote_ident(pg_get_userbyid(nspowner)) AS owner,
           nspacl::text[] AS privileges, acldefault('n', nspowner)::text[] AS _default
      FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')"};

} // namespace confiture::catalog
