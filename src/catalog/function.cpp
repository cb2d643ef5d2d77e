#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader functions{nullptr, "pg_proc", R"(
    SELECT p.oid AS _oid, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS _kind,
           format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) AS _identity, quote_ident(n.nspname) AS schema,
           quote_ident(p.proname) AS name, quote_ident(pg_get_userbyid(p.proowner)) AS owner, l.lanname AS language,
           rtrim(pg_get_functiondef(p.oid), E'\n') AS definition, pg_get_function_result(p.oid) AS result, pg_get_function_arguments(p.oid) AS arguments,
           CASE WHEN p.prokind = 'w' THEN 'true' END AS window, CASE WHEN p.prosqlbody IS NOT NULL THEN 'true' END AS atomic,
           CASE WHEN p.proargnames IS NOT NULL THEN p.proargnames END AS argument_names, p.proargmodes::text AS argument_modes,
           CASE WHEN p.prokind <> 'p' AND p.prorettype = 'record'::regtype AND p.proargmodes && '{o,b}' THEN
               ARRAY(SELECT format_type(a.type, NULL) FROM unnest(p.proallargtypes, p.proargmodes) WITH ORDINALITY a(type, mode, number)
                      WHERE a.mode IN ('o', 'b') ORDER BY a.number) END AS result_types, p.pronargdefaults AS defaults, p.provolatile AS volatility,
           p.proacl::text[] AS privileges, acldefault('f', p.proowner)::text[] AS _default
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     WHERE p.prokind IN ('f', 'p', 'w') AND p.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i'))", {{{"definition", pg::Deparsed::function}, {"arguments", pg::Deparsed::arguments}}}};

} // namespace confiture::catalog
