#include "reader.hpp"

namespace confiture::catalog {

// Ours is not a part of the schema that it looks at.
constinit const Reader extensions{"extension", "pg_extension", R"(
    SELECT e.oid AS _oid, quote_ident(e.extname) AS _identity, quote_ident(e.extname) AS name, quote_ident(n.nspname) AS schema, e.extversion AS version
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE e.oid >= 16384 AND e.extname <> 'confiture')"};

} // namespace confiture::catalog
