#include "reader.hpp"

namespace confiture::catalog {

// Those of partitions come with their parent's.
constinit const Reader triggers{"trigger", "pg_trigger", R"(
    SELECT t.oid AS _oid, r.oid AS _relation, format('%I on %I.%I', t.tgname, n.nspname, r.relname) AS _identity,
           format('%I.%I', n.nspname, r.relname) AS relation, quote_ident(t.tgname) AS name, pg_get_triggerdef(t.oid) AS definition,
           CASE r.relkind WHEN 'v' THEN 'view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS of,
           CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END AS enabled,
           CASE WHEN t.tgconstraint <> 0 THEN 'true' END AS "constraint"
      FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_trigger t ON t.tgrelid = r.oid
     WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.oid >= 16384 AND r.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')",
                                   {{{"definition", pg::Deparsed::trigger}}}};

constinit const Reader event_triggers{"event trigger", "pg_event_trigger", R"(
    SELECT e.oid AS _oid, quote_ident(e.evtname) AS _identity, quote_ident(e.evtname) AS name, quote_ident(pg_get_userbyid(e.evtowner)) AS owner,
           e.evtevent AS event, e.evttags AS tags, format('%I.%I', n.nspname, p.proname) AS function,
           CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END AS enabled
      FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE e.oid >= 16384)"};

} // namespace confiture::catalog
