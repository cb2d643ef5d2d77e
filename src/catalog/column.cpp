#include "reader.hpp"

namespace confiture::catalog {

// Those of views, too, which have a comment and privileges of their own. From server 17 on, the identity of a partition's column is its parent's, which has the sequence. Option pg_attver is the server's own, and another one each time.
constinit const Reader columns{nullptr, "pg_class", R"(
    SELECT c.oid AS _oid, a.attnum AS _subid, c.oid AS _relation, format('%I.%I.%I', n.nspname, c.relname, a.attname) AS _identity,
           CASE c.relkind WHEN 'v' THEN 'view column' WHEN 'm' THEN 'materialized view column' WHEN 'f' THEN 'foreign table column' ELSE 'table column' END AS _kind,
           format('%I.%I', n.nspname, c.relname) AS relation, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type,
           CASE WHEN a.attcollation <> t.typcollation THEN (SELECT format('%I.%I', cn.nspname, l.collname)
              FROM pg_collation l JOIN pg_namespace cn ON cn.oid = l.collnamespace WHERE l.oid = a.attcollation) END AS collation,
           CASE WHEN a.attnotnull THEN 'true' END AS not_null,
           CASE WHEN i.oid IS NOT NULL THEN CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END END AS identity,
           CASE WHEN i.oid IS NOT NULL THEN ARRAY[i.identity, i.seqstart::text, i.seqincrement::text, i.seqmin::text, i.seqmax::text, i.seqcache::text, i.seqcycle::text] END AS sequence,
           CASE WHEN i.relpersistence <> c.relpersistence THEN CASE i.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END END AS sequence_persistence,
           CASE WHEN i.seqtypid <> a.atttypid THEN format_type(i.seqtypid, NULL) END AS sequence_type,
           CASE WHEN i.oid IS NOT NULL THEN (SELECT o.description FROM pg_description o
              WHERE o.classoid = 'pg_class'::regclass AND o.objoid = i.oid AND o.objsubid = 0) END AS sequence_comment,
           CASE WHEN i.relacl <> acldefault('s', i.relowner) THEN ARRAY(SELECT p FROM unnest(i.relacl::text[]) p ORDER BY p COLLATE "C") END AS sequence_privileges,
           CASE WHEN i.oid IS NOT NULL THEN (SELECT array_agg(format('FOR %I IS %L', l.provider, l.label) ORDER BY l.provider COLLATE "C")
              FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = i.oid AND l.objsubid = 0) END AS sequence_labels,
           CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END AS generated,
           CASE WHEN a.attgenerated <> '' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
              WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS expression,
           CASE WHEN a.attstorage <> t.typstorage AND c.relkind NOT IN ('v') THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
           CASE WHEN a.attstorage <> t.typstorage AND c.relkind NOT IN ('v') THEN CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS default_storage,
           CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
           nullif(a.attstattarget, -1) AS statistics,
           CASE WHEN a.attoptions IS NOT NULL
                THEN nullif(ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_attver=%' ORDER BY o COLLATE "C"), '{}') END AS options,
           CASE WHEN a.attfdwoptions IS NOT NULL THEN (SELECT array_agg(format('%I %L', o.option_name, o.option_value) ORDER BY o.option_name COLLATE "C")
              FROM pg_options_to_table(a.attfdwoptions) o) END AS foreign_options,
           CASE WHEN NOT a.attislocal THEN 'true' END AS inherited, CASE WHEN a.attinhcount > 0 AND a.attislocal THEN 'true' END AS merged,
           CASE WHEN a.attgenerated <> '' THEN a.attnum END AS _number, CASE WHEN a.attgenerated <> '' THEN format_type(a.atttypid, -1) END AS _base,
           row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS position,
           a.attacl::text[] AS privileges, NULL::text[] AS _default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           JOIN pg_type t ON t.oid = a.atttypid
           LEFT JOIN LATERAL (SELECT q.oid, format('%I.%I', sn.nspname, q.relname) AS identity, q.relpersistence, q.relacl, q.relowner, s.*
              FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid JOIN pg_class q ON q.oid = d.objid JOIN pg_namespace sn ON sn.oid = q.relnamespace
             WHERE a.attidentity <> '' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
               AND d.deptype = 'i' OFFSET 0) AS i ON true
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"expression", pg::Deparsed::column_default}}}};

// It names no column, so that its table need not be opened to print it.
constinit const Reader defaults{"default value", "pg_attrdef", R"(
    SELECT d.oid AS _oid, c.oid AS _relation, format('for %I.%I.%I', n.nspname, c.relname, a.attname) AS _identity,
           format('%I.%I', n.nspname, c.relname) AS relation, format('%I.%I.%I', n.nspname, c.relname, a.attname) AS of, quote_ident(a.attname) AS "column",
           pg_get_expr(d.adbin, 0) AS expression, a.attnum AS _number, format_type(a.atttypid, -1) AS _base
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attrdef d ON d.adrelid = c.oid
           JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE a.attgenerated = '' AND c.relpersistence <> 't' AND c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')", {{{"expression", pg::Deparsed::column_default}}}};

} // namespace confiture::catalog
