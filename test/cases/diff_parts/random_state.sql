-- What there is to be edited: a list per kind, each of rows of names and values, in any order. The search path is empty.
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                      ELSE 'foreign table' END AS list,
       c.oid::regclass::text AS name, c.relkind::text AS kind, c.relnamespace::regnamespace::text AS schema, quote_ident(c.relname) AS plain,
       c.relispartition AS partition, i.inhparent::regclass::text AS parent, p.partstrat::text AS strategy, c.relpersistence::text AS persistence,
       pg_get_expr(c.relpartbound, c.oid) AS bound, c.relhassubclass AS has_children, NULL AS identity
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhseqno = 1 LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|confiture)' AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'e') AND c.relkind = 'S');

SELECT CASE WHEN c.relkind IN ('r', 'p') THEN 'table column' WHEN c.relkind = 'c' THEN 'attribute' WHEN c.relkind = 'f' THEN 'foreign table column'
            WHEN c.relkind = 'v' THEN 'view column' ELSE 'materialized view column' END AS list,
       c.oid::regclass::text AS relation, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type, b.typcategory::text AS category,
       t.typtype::text AS kind, a.attnotnull AS not_null, a.attgenerated::text AS generated, a.attidentity::text AS identity, a.atthasdef AS has_default,
       a.attinhcount = 0 AS own, t.typcollation <> 0 AS collatable, c.relkind::text AS of,
       EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = c.oid AND a.attnum = ANY (p.partattrs)) AS is_key,
       (SELECT quote_literal(e.enumlabel) FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder LIMIT 1) AS label
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
       JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|confiture)' AND c.relpersistence <> 't';

SELECT CASE WHEN contypid <> 0 THEN 'domain constraint' ELSE 'table constraint' END AS list, quote_ident(conname) AS name, contype::text AS type,
       CASE WHEN contypid <> 0 THEN contypid::regtype::text ELSE conrelid::regclass::text END AS relation, conislocal AND coninhcount = 0 AS own,
       convalidated AS valid, pg_get_constraintdef(oid) AS definition, conindid::regclass::text AS index
  FROM pg_constraint
 WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema|confiture)' AND contype IN ('c', 'p', 'u', 'x', 'f') AND conparentid = 0;

SELECT 'index' AS list, x.oid::regclass::text AS name, quote_ident(x.relname) AS plain, i.indrelid::regclass::text AS relation, r.relkind::text AS of,
       i.indisunique AS unique, x.relispartition AS partition, i.indpred IS NULL AND i.indexprs IS NULL AS whole, i.indexprs IS NOT NULL AS expression,
       EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.oid AND c.contype IN ('p', 'u', 'x')) AS constraint, m.amname::text AS method,
       pg_get_indexdef(x.oid) AS definition
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid JOIN pg_am m ON m.oid = x.relam
 WHERE x.relnamespace::regnamespace::text !~ '^(pg_|information_schema|confiture)';

SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' ELSE 'base type' END AS list,
       format_type(t.oid, NULL) AS name, t.typtype::text AS kind, t.typnotnull AS not_null, t.typdefault AS default, b.typcategory::text AS category,
       array_to_string(ARRAY(SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder), E'\n') AS labels,
       format_type(b.oid, NULL) AS base, quote_ident(t.typname) AS plain
  FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typnamespace::regnamespace::text !~ '^(pg_|information_schema|confiture)' AND t.typtype IN ('e', 'd', 'c', 'r', 'b') AND t.typelem = 0
   AND (c.relkind IS NULL OR c.relkind = 'c') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e');

SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS list,
       format('%I.%I', n.nspname, p.proname) AS called, i.identity AS name, pg_get_function_result(p.oid) AS result, l.lanname::text AS language,
       pg_get_function_arguments(p.oid) AS arguments, p.pronargs AS count, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
       p.provolatile::text AS volatility, p.proretset AS set
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang, pg_identify_object('pg_proc'::regclass, p.oid, 0) i
 WHERE n.nspname !~ '^(pg_|information_schema|confiture)' AND p.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'));

SELECT CASE WHEN i.type = 'foreign-data wrapper' THEN 'foreign data wrapper' ELSE i.type END AS list, replace(i.identity, ' on language ', ' LANGUAGE ') AS name, i.schema, o.relation,
       coalesce(o.plain, i.name) AS plain, o.detail
  FROM (SELECT 'pg_namespace'::regclass AS class, oid, NULL AS relation, NULL AS plain, NULL AS detail FROM pg_namespace
         WHERE oid >= 16384 AND nspname !~ '^(pg_|confiture)' OR nspname = 'public'
        UNION ALL SELECT 'pg_trigger'::regclass, oid, tgrelid::regclass::text, quote_ident(tgname), pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0 AND tgrelid::regclass::text !~ '^confiture'
        UNION ALL SELECT 'pg_policy'::regclass, oid, polrelid::regclass::text, quote_ident(polname), polcmd::text FROM pg_policy
        UNION ALL SELECT 'pg_rewrite'::regclass, oid, ev_class::regclass::text, quote_ident(rulename), pg_get_ruledef(oid) FROM pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384 AND ev_class::regclass::text !~ '^confiture'
        UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxrelid::regclass::text, NULL, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
        UNION ALL SELECT 'pg_publication'::regclass, oid, NULL, NULL, puballtables::text FROM pg_publication
        UNION ALL SELECT 'pg_publication_rel'::regclass, oid, prrelid::regclass::text, (SELECT quote_ident(pubname) FROM pg_publication p WHERE p.oid = prpubid), NULL FROM pg_publication_rel
        UNION ALL SELECT 'pg_publication_namespace'::regclass, oid, pnnspid::regnamespace::text, (SELECT quote_ident(pubname) FROM pg_publication p WHERE p.oid = pnpubid), NULL
          FROM pg_publication_namespace
        UNION ALL SELECT 'pg_subscription'::regclass, oid, NULL, NULL, NULL FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL, NULL, NULL FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, NULL, NULL, NULL FROM pg_foreign_server
        UNION ALL SELECT 'pg_user_mapping'::regclass, umid, quote_ident(srvname), CASE umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(usename) END, NULL FROM pg_user_mappings
        UNION ALL SELECT 'pg_event_trigger'::regclass, oid, NULL, NULL, evtevent::text FROM pg_event_trigger
        UNION ALL SELECT 'pg_extension'::regclass, oid, NULL, NULL, NULL FROM pg_extension WHERE extname NOT IN ('confiture', 'plpgsql')
        UNION ALL SELECT 'pg_language'::regclass, oid, NULL, NULL, NULL FROM pg_language WHERE oid >= 16384
        UNION ALL SELECT 'pg_collation'::regclass, oid, NULL, NULL, NULL FROM pg_collation WHERE oid >= 16384
        UNION ALL SELECT 'pg_conversion'::regclass, oid, NULL, NULL, NULL FROM pg_conversion WHERE oid >= 16384
        UNION ALL SELECT 'pg_cast'::regclass, oid, NULL, NULL, NULL FROM pg_cast WHERE oid >= 16384
        UNION ALL SELECT 'pg_transform'::regclass, oid, NULL, NULL, NULL FROM pg_transform WHERE oid >= 16384
        UNION ALL SELECT 'pg_operator'::regclass, oid, NULL, NULL, oprname::text FROM pg_operator WHERE oid >= 16384 AND oprcode <> 0
        UNION ALL SELECT 'pg_opclass'::regclass, oid, NULL, NULL, NULL FROM pg_opclass WHERE oid >= 16384
        UNION ALL SELECT 'pg_opfamily'::regclass, oid, NULL, NULL, NULL FROM pg_opfamily WHERE oid >= 16384
        UNION ALL SELECT 'pg_am'::regclass, oid, NULL, NULL, amtype::text FROM pg_am WHERE oid >= 16384
        UNION ALL SELECT 'pg_ts_config'::regclass, oid, NULL, NULL, NULL FROM pg_ts_config WHERE oid >= 16384
        UNION ALL SELECT 'pg_ts_dict'::regclass, oid, NULL, NULL, NULL FROM pg_ts_dict WHERE oid >= 16384
        UNION ALL SELECT 'pg_ts_parser'::regclass, oid, NULL, NULL, NULL FROM pg_ts_parser WHERE oid >= 16384
        UNION ALL SELECT 'pg_ts_template'::regclass, oid, NULL, NULL, NULL FROM pg_ts_template WHERE oid >= 16384
        UNION ALL SELECT 'pg_default_acl'::regclass, oid, pg_get_userbyid(defaclrole)::text, defaclnamespace::regnamespace::text, defaclobjtype::text FROM pg_default_acl) o
       LEFT JOIN pg_depend d ON d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e', pg_identify_object(o.class, o.oid, 0) i
 WHERE d.objid IS NULL AND coalesce(i.schema, '') !~ '^(pg_|confiture)';
