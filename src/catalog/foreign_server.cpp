#include "reader.hpp"

namespace confiture::catalog {

// The function that gives connections is from server 19 on.
constinit const Reader foreign_data_wrappers{"foreign-data wrapper", "pg_foreign_data_wrapper", R"(
    SELECT w.oid AS _oid, quote_ident(w.fdwname) AS _identity, quote_ident(w.fdwname) AS name, quote_ident(pg_get_userbyid(w.fdwowner)) AS owner,
           nullif(w.fdwhandler, 0)::regproc::text AS handler, nullif(w.fdwvalidator, 0)::regproc::text AS validator,
           nullif(j ->> 'fdwconnection', '0')::oid::regproc::text AS connection,
           (SELECT array_agg(format('%I %L', o.option_name, o.option_value) ORDER BY o.option_name COLLATE "C") FROM pg_options_to_table(w.fdwoptions) o) AS options,
           w.fdwacl::text[] AS privileges, acldefault('F', w.fdwowner)::text[] AS _default
      FROM pg_foreign_data_wrapper w, LATERAL (SELECT to_jsonb(w)) AS o (j)
     WHERE w.oid >= 16384)"};

constinit const Reader foreign_servers{"server", "pg_foreign_server", R"(
    SELECT s.oid AS _oid, quote_ident(s.srvname) AS _identity, quote_ident(s.srvname) AS name, quote_ident(pg_get_userbyid(s.srvowner)) AS owner,
           quote_ident(w.fdwname) AS wrapper, s.srvtype AS type, s.srvversion AS version,
           (SELECT array_agg(format('%I %L', o.option_name, o.option_value) ORDER BY o.option_name COLLATE "C") FROM pg_options_to_table(s.srvoptions) o) AS options,
           s.srvacl::text[] AS privileges, acldefault('S', s.srvowner)::text[] AS _default
      FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
     WHERE s.oid >= 16384)"};

// A secret is withheld, and only its name is told; the view shows options to none but the user himself and who may use the server.
constinit const Reader user_mappings{"user mapping", "pg_user_mapping", R"(
    SELECT m.umid AS _oid, format('%s on server %I', u.name, m.srvname) AS _identity, u.name AS "user", quote_ident(m.srvname) AS server, o.options, o.withheld
      FROM pg_user_mappings m, LATERAL (SELECT CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END) AS u (name), LATERAL (
           SELECT array_agg(format('%I %L', i.option_name, i.option_value) ORDER BY i.option_name COLLATE "C") FILTER (WHERE NOT i.secret) AS options,
                  array_agg(quote_ident(i.option_name) ORDER BY i.option_name COLLATE "C") FILTER (WHERE i.secret) AS withheld
             FROM (SELECT option_name, option_value,
                          option_name ~* '(passw|passphrase|pwd|secret|token|credential|key)' AND option_name NOT IN ('password_required', 'sslkey') AS secret
                     FROM pg_options_to_table(m.umoptions)) AS i) AS o
     WHERE m.umid >= 16384)"};

} // namespace confiture::catalog
