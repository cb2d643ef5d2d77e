#include "reader.hpp"

namespace confiture::catalog {

// Those of constraints belong to them.
constinit const Reader indexes{"index", "pg_class", R"(
    SELECT x.oid AS _oid, r.oid AS _relation, format('%I.%I', n.nspname, x.relname) AS _identity, quote_ident(n.nspname) AS schema,
           quote_ident(x.relname) AS name, format('%I.%I', n.nspname, r.relname) AS relation, r.relkind AS of,
           coalesce(replace(pg_get_indexdef(x.oid), ' WITH (' || w.as_set || ')', ' WITH (' || w.by_name || ')'), pg_get_indexdef(x.oid)) AS definition, quote_ident(s.spcname) AS tablespace,
           CASE WHEN x.reloptions IS NOT NULL THEN ARRAY(SELECT o FROM unnest(x.reloptions) o ORDER BY 1) END AS options,
           CASE WHEN NOT i.indisvalid THEN 'true' END AS invalid, CASE WHEN i.indisunique THEN 'true' END AS "unique",
           CASE WHEN x.relispartition THEN (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = x.oid) END AS partition_of,
           CASE WHEN i.indexprs IS NOT NULL THEN (SELECT array_agg(a.attnum || ' ' || a.attstattarget ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = x.oid AND a.attstattarget >= 0) END AS statistics
      FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class x ON x.oid = i.indexrelid
           LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace
           LEFT JOIN LATERAL (SELECT string_agg(o.written, ', ' ORDER BY o.number) AS as_set, string_agg(o.written, ', ' ORDER BY o.written COLLATE "C") AS by_name
              FROM (SELECT number, quote_ident(split_part(item, '=', 1)) || '=' || CASE WHEN quote_ident(value) = value THEN value ELSE quote_literal(value) END AS written
                      FROM unnest(x.reloptions) WITH ORDINALITY AS u (item, number), substr(item, strpos(item, '=') + 1) AS value) AS o) AS w ON cardinality(x.reloptions) > 1
     WHERE x.oid >= 16384 AND r.relkind IN ('r', 'p', 'm') AND r.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.oid AND c.conrelid = i.indrelid AND c.contype IN ('p', 'u', 'x')))", {{{"definition", pg::Deparsed::index}}}};

} // namespace confiture::catalog
