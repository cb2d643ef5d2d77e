#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader rules{"rule", "pg_rewrite", R"(
    SELECT w.oid AS _oid, r.oid AS _relation, format('%I on %I.%I', w.rulename, n.nspname, r.relname) AS _identity,
           format('%I.%I', n.nspname, r.relname) AS relation, CASE r.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS of,
           quote_ident(w.rulename) AS name, pg_get_ruledef(w.oid) AS definition,
           CASE w.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END AS enabled
      FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_rewrite w ON w.ev_class = r.oid
     WHERE w.rulename <> '_RETURN' AND w.oid >= 16384 AND r.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::rule}}}, true};

} // namespace confiture::catalog
