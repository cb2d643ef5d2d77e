#include "reader.hpp"

namespace confiture::catalog {

// An array of elements of fixed length has the server's own subscripts unless it says otherwise.
constinit const Reader base_types{"type", "pg_type", R"(
    SELECT t.oid AS _oid, format('%I.%I', n.nspname, t.typname) AS _identity, CASE WHEN t.typisdefined THEN 'base' ELSE 'shell' END AS form,
           quote_ident(n.nspname) AS schema, quote_ident(t.typname) AS name, quote_ident(pg_get_userbyid(t.typowner)) AS owner,
           b.*, CASE WHEN t.typisdefined THEN t.typacl::text[] END AS privileges, acldefault('T', t.typowner)::text[] AS _default
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN LATERAL (
           SELECT t.typinput::text AS input, t.typoutput::text AS output, nullif(t.typreceive, 0)::regproc::text AS receive, nullif(t.typsend, 0)::regproc::text AS send,
                  nullif(t.typmodin, 0)::regproc::text AS typmod_in, nullif(t.typmodout, 0)::regproc::text AS typmod_out,
                  nullif(t.typanalyze, 0)::regproc::text AS analyze, nullif(t.typsubscript, 0)::regproc::text AS subscript,
                  CASE t.typlen WHEN -1 THEN 'VARIABLE' ELSE t.typlen::text END AS internallength, CASE WHEN t.typbyval THEN 'true' END AS passedbyvalue,
                  CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END AS alignment,
                  CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END AS storage,
                  nullif(t.typcategory, 'U')::text AS category, CASE WHEN t.typispreferred THEN 'true' END AS preferred, t.typdefault AS "default",
                  format_type(nullif(t.typelem, 0), NULL) AS element, nullif(t.typdelim, ',')::text AS delimiter, CASE WHEN t.typcollation <> 0 THEN 'true' END AS collatable
           ) AS b ON t.typisdefined
     WHERE ((t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)) OR (t.typtype = 'p' AND NOT t.typisdefined))
       AND t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
