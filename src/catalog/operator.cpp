#include "reader.hpp"

namespace confiture::catalog {

// One without a function is only spoken of by its commutator or negator.
constinit const Reader operators{"operator", "pg_operator", R"(
    SELECT o.oid AS _oid, format('%I.%s(%s,%s)', n.nspname, o.oprname, coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), format_type(o.oprright, NULL)) AS _identity,
           format('%I.%s', n.nspname, o.oprname) AS name, quote_ident(n.nspname) AS schema, quote_ident(pg_get_userbyid(o.oprowner)) AS owner,
           format_type(nullif(o.oprleft, 0), NULL) AS "left", format_type(o.oprright, NULL) AS "right", o.oprcode::text AS function,
           (SELECT format('%I.%s', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace
             WHERE c.oid = o.oprcom) AS commutator,
           (SELECT format('%I.%s', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace
             WHERE c.oid = o.oprnegate) AS negator,
           nullif(o.oprrest, 0)::regproc::text AS restrict, nullif(o.oprjoin, 0)::regproc::text AS "join",
           CASE WHEN o.oprcanhash THEN 'true' END AS hashes, CASE WHEN o.oprcanmerge THEN 'true' END AS merges
      FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
     WHERE o.oprcode <> 0 AND o.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
