#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader foreign_tables{"foreign table", "pg_class", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.relname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
           quote_ident(pg_get_userbyid(c.relowner)) AS owner, quote_ident(s.srvname) AS server,
           (SELECT array_agg(format('%I %L', o.option_name, o.option_value) ORDER BY o.option_name COLLATE "C") FROM pg_options_to_table(f.ftoptions) o) AS options,
           CASE WHEN c.relispartition THEN (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS partition_of,
           CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
           CASE WHEN NOT c.relispartition THEN (SELECT array_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS inherits,
           c.relacl::text[] AS privileges, acldefault('r', c.relowner)::text[] AS _default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_foreign_table f ON f.ftrelid = c.oid
           JOIN pg_foreign_server s ON s.oid = f.ftserver
     WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"};

} // namespace confiture::catalog
