-- How many rows each table has, how many values each of its columns, whether it belongs to a tree of partitions, and in which file it is.
-- Rows of foreign tables are elsewhere, and those of a tree that has some can't be counted.
SELECT format('SELECT jsonb_build_object(''table'', %L, ''rows'', count(*), ''columns'', jsonb_object(ARRAY[%s]::text[], ARRAY[%s]::text[]), ''tree'', %L, ''file'', pg_relation_filenode(%s)) FROM %s %s',
              c.oid::regclass, string_agg(quote_literal(a.attname), ', '), string_agg('count(' || quote_ident(a.attname) || ')', ', '),
              c.relispartition OR c.relkind = 'p', c.oid, CASE c.relkind WHEN 'r' THEN 'ONLY' ELSE '' END, c.oid::regclass)
  FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND c.relpersistence <> 't' AND c.relnamespace <> 'confiture'::regnamespace
   AND NOT EXISTS (SELECT FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid WHERE c.relkind = 'p' AND p.relkind = 'f')
 GROUP BY c.oid, c.relkind, c.relispartition \gexec
