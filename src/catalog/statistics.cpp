#include "reader.hpp"

namespace confiture::catalog {

// Columns by name, since the server tells them in their order in the table.
constinit const Reader statistics{"statistics object", "pg_statistic_ext", R"(
    SELECT s.oid AS _oid, s.stxrelid AS _relation, format('%I.%I', n.nspname, s.stxname) AS _identity, quote_ident(n.nspname) AS schema,
           quote_ident(s.stxname) AS name, quote_ident(pg_get_userbyid(s.stxowner)) AS owner,
           coalesce(replace(pg_get_statisticsobjdef(s.oid), ' ON ' || k.in_table, ' ON ' || k.by_name), pg_get_statisticsobjdef(s.oid)) AS definition, nullif(s.stxstattarget, -1) AS target
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace CROSS JOIN LATERAL (
           SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS in_table, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") AS by_name
             FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) AS k
     WHERE s.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::statistics}}}};

} // namespace confiture::catalog
