#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader transforms{"transform", "pg_transform", R"(
    SELECT t.oid AS _oid, format('for %s language %I', format_type(t.trftype, NULL), l.lanname) AS _identity,
           nullif(t.trffromsql, 0)::regprocedure::text AS from_sql, nullif(t.trftosql, 0)::regprocedure::text AS to_sql
      FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
     WHERE t.oid >= 16384)"};

} // namespace confiture::catalog
