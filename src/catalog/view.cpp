#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader views{nullptr, "pg_class", R"(
    SELECT c.oid AS _oid, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS _kind,
           format('%I.%I', n.nspname, c.relname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
           quote_ident(pg_get_userbyid(c.relowner)) AS owner, rtrim(pg_get_viewdef(c.oid), ';') AS definition,
           ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns,
           CASE WHEN c.reloptions IS NOT NULL OR t.reloptions IS NOT NULL
                THEN ARRAY(SELECT o FROM unnest(c.reloptions) o UNION ALL SELECT 'toast.' || o FROM unnest(t.reloptions) o ORDER BY 1) END AS options,
           CASE WHEN m.amname <> 'heap' THEN quote_ident(m.amname) END AS access_method, quote_ident(s.spcname) AS tablespace,
           CASE WHEN NOT c.relispopulated THEN 'true' END AS no_data,
           (SELECT quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
             WHERE i.indrelid = c.oid AND i.indisclustered) AS clustered_on,
           c.relacl::text[] AS privileges, acldefault('r', c.relowner)::text[] AS _default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
           LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
     WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::view}}}, true};

} // namespace confiture::catalog
