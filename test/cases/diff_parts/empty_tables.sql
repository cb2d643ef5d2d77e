-- Empties all tables.
SELECT 'TRUNCATE ' || string_agg(c.oid::regclass::text, ', ') || ' CASCADE'
  FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND c.relpersistence <> 't' AND c.relnamespace <> 'confiture'::regnamespace
HAVING count(*) > 0 \gexec
