#include "reader.hpp"

namespace confiture::catalog {

// Foreign keys of partitions come with their parent's; constraint triggers are triggers; what is NOT NULL, its column says.
constinit const Reader constraints{"table constraint", "pg_constraint", R"(
    SELECT c.oid AS _oid, r.oid AS _relation, format('%I on %I.%I', c.conname, n.nspname, r.relname) AS _identity,
           format('%I.%I', n.nspname, r.relname) AS relation, quote_ident(n.nspname) AS schema, quote_ident(c.conname) AS name, c.contype AS type,
           pg_get_constraintdef(c.oid) AS definition,
           CASE c.contype WHEN 'f' THEN c.confrelid::regclass::text END AS refers_to,
           CASE WHEN NOT c.conislocal THEN 'true' END AS inherited,
           CASE WHEN NOT c.convalidated THEN 'true' END AS not_valid,
           CASE WHEN c.conparentid <> 0 THEN (SELECT format('%I on %s', p.conname, p.conrelid::regclass) FROM pg_constraint p WHERE p.oid = c.conparentid) END AS partition_of,
           CASE WHEN x.relispartition AND c.conparentid = 0 THEN (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = x.oid) END AS index_of,
           CASE WHEN x.reloptions IS NOT NULL THEN ARRAY(SELECT o FROM unnest(x.reloptions) o ORDER BY 1) END AS options,
           CASE WHEN x.oid IS NOT NULL THEN (SELECT d.description FROM pg_description d
              WHERE d.classoid = 'pg_class'::regclass AND d.objoid = x.oid AND d.objsubid = 0) END AS index_comment,
           CASE WHEN x.reltablespace <> 0 THEN (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = x.reltablespace) END AS tablespace
      FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace JOIN pg_constraint c ON c.conrelid = r.oid
           LEFT JOIN pg_class x ON x.oid = c.conindid AND c.contype IN ('p', 'u', 'x')
     WHERE c.contype IN ('c', 'p', 'u', 'x', 'f') AND NOT (c.contype = 'f' AND c.conparentid <> 0) AND r.oid >= 16384 AND r.relpersistence <> 't'
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"definition", pg::Deparsed::constraint}}}};

} // namespace confiture::catalog
