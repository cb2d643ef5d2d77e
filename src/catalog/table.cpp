#include "reader.hpp"

namespace confiture::catalog {

constinit const Reader tables{"table", "pg_class", R"(
    SELECT c.oid AS _oid, format('%I.%I', n.nspname, c.relname) AS _identity, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
           quote_ident(pg_get_userbyid(c.relowner)) AS owner, CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
           CASE WHEN m.amname <> 'heap' THEN quote_ident(m.amname) END AS access_method, quote_ident(s.spcname) AS tablespace,
           CASE WHEN c.reloptions IS NOT NULL OR t.reloptions IS NOT NULL
                THEN ARRAY(SELECT o FROM unnest(c.reloptions) o UNION ALL SELECT 'toast.' || o FROM unnest(t.reloptions) o ORDER BY 1) END AS options,
           CASE WHEN c.reloptions <> ARRAY(SELECT o FROM unnest(c.reloptions) o ORDER BY 1)
                THEN c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) o) END AS options_as_set,
           CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
           CASE WHEN c.relispartition THEN (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS partition_of,
           CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
           CASE WHEN NOT c.relispartition THEN (SELECT array_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS inherits,
           CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
           CASE WHEN c.relrowsecurity THEN 'true' END AS row_security, CASE WHEN c.relforcerowsecurity THEN 'true' END AS force_row_security,
           CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN (SELECT 'USING INDEX ' || quote_ident(x.relname)
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_identity,
           CASE WHEN c.relhasindex THEN (SELECT quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
             WHERE i.indrelid = c.oid AND i.indisclustered) END AS clustered_on,
           CASE WHEN c.relispartition AND c.relhastriggers THEN (SELECT array_agg(format('%s TRIGGER %I', CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END,
                                    t.tgname) ORDER BY t.tgname COLLATE "C")
              FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid
             WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> p.tgenabled) END AS trigger_states,
           c.relacl::text[] AS privileges, acldefault('r', c.relowner)::text[] AS _default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
           LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
     WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"partition_key", pg::Deparsed::partition_key}}}};

} // namespace confiture::catalog
