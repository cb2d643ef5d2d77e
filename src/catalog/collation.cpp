#include "reader.hpp"

namespace confiture::catalog {

// The columns that not every server has are looked up by their names.
constinit const Reader collations{"collation", "pg_collation", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.collname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.collname) AS name,
           quote_ident(pg_get_userbyid(c.collowner)) AS owner,
           CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
           c.collcollate AS lc_collate, c.collctype AS lc_ctype,
           coalesce(j ->> 'colllocale', j ->> 'colliculocale') AS locale, j ->> 'collicurules' AS rules,
           CASE WHEN NOT c.collisdeterministic THEN 'false' END AS deterministic
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace, LATERAL (SELECT to_jsonb(c)) AS o (j)
     WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
