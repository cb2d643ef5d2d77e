#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader languages{"language", "pg_language", R"(
    SELECT l.oid AS _oid, quote_ident(l.lanname) AS _identity, quote_ident(l.lanname) AS name, quote_ident(pg_get_userbyid(l.lanowner)) AS owner,
           CASE WHEN l.lanpltrusted THEN 'true' END AS trusted,
           h.oid::regproc::text AS handler, i.oid::regproc::text AS inline, v.oid::regproc::text AS validator,
           l.lanacl::text[] AS privileges, acldefault('l', l.lanowner)::text[] AS _default
      FROM pg_language l
           LEFT JOIN pg_proc h ON h.oid = l.lanplcallfoid LEFT JOIN pg_proc i ON i.oid = l.laninline LEFT JOIN pg_proc v ON v.oid = l.lanvalidator
     WHERE l.oid >= 16384)"};

} // namespace confiture::catalog
