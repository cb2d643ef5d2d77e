#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader policies{"policy", "pg_policy", R"(
    SELECT p.oid AS _oid, r.oid AS _relation, format('%I on %I.%I', p.polname, n.nspname, r.relname) AS _identity,
           format('%I.%I', n.nspname, r.relname) AS relation, quote_ident(p.polname) AS name,
           CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
           CASE WHEN NOT p.polpermissive THEN 'true' END AS restrictive,
           (SELECT array_agg(CASE o WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END
                             ORDER BY CASE o WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END COLLATE "C") FROM unnest(p.polroles) o) AS roles,
           pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
      FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_policy p ON p.polrelid = r.oid
     WHERE p.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"using", pg::Deparsed::condition}, {"with_check", pg::Deparsed::condition}}}};

} // namespace confiture::catalog
