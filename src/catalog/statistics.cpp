#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader statistics{"statistics object", "pg_statistic_ext", R"(
    SELECT s.oid AS _oid, s.stxrelid AS _relation, format('%I.%I', n.nspname, s.stxname) AS _identity, quote_ident(n.nspname) AS schema,
           quote_ident(s.stxname) AS name, quote_ident(pg_get_userbyid(s.stxowner)) AS owner,
           pg_get_statisticsobjdef(s.oid) AS definition, nullif(s.stxstattarget, -1) AS target
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
     WHERE s.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::statistics}}}};

} // namespace confiture::catalog
