#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader conversions{"conversion", "pg_conversion", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.conname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.conname) AS name,
           quote_ident(pg_get_userbyid(c.conowner)) AS owner,
           quote_literal(pg_encoding_to_char(c.conforencoding)) AS "from", quote_literal(pg_encoding_to_char(c.contoencoding)) AS "to",
           c.conproc::text AS function, CASE WHEN c.condefault THEN 'true' END AS "default"
      FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
     WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
