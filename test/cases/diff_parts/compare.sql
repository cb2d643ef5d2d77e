-- The plans both ways, each as it is and online; which attributes objects have, and what differs.
\set old `cat :old_file`
\set new `cat :new_file`
\set ON_ERROR_STOP off
SELECT 'plan old 0 ' || to_jsonb(p)::text FROM confiture.compare(:'old', :'new') p;
\if :ERROR
\echo refused old 0 :LAST_ERROR_MESSAGE
\endif
SELECT 'plan new 0 ' || to_jsonb(p)::text FROM confiture.compare(:'new', :'old') p;
\if :ERROR
\echo refused new 0 :LAST_ERROR_MESSAGE
\endif
SELECT 'plan old 1 ' || to_jsonb(p)::text FROM confiture.compare(:'old', :'new', true) p;
\if :ERROR
\echo refused old 1 :LAST_ERROR_MESSAGE
\endif
SELECT 'plan new 1 ' || to_jsonb(p)::text FROM confiture.compare(:'new', :'old', true) p;
\if :ERROR
\echo refused new 1 :LAST_ERROR_MESSAGE
\endif
\set ON_ERROR_STOP on

WITH sides(side, kind, identity, object) AS (
    SELECT 'old', k.key, o.key, o.value FROM jsonb_each(:'old'::jsonb -> 'schema') k, jsonb_each(k.value) o
    UNION ALL
    SELECT 'new', k.key, o.key, o.value FROM jsonb_each(:'new'::jsonb -> 'schema') k, jsonb_each(k.value) o),
pairs AS (
    SELECT kind, o.object AS old, n.object AS new
      FROM (SELECT * FROM sides WHERE side = 'old') o FULL JOIN (SELECT * FROM sides WHERE side = 'new') n USING (kind, identity))
SELECT DISTINCT 'attribute ' || kind || '|' || a FROM sides, jsonb_object_keys(object) a
UNION
SELECT 'cell ' || kind || '|' || unnest(ARRAY['add', 'drop']) FROM pairs WHERE old IS NULL OR new IS NULL
UNION
SELECT 'cell ' || kind || '|' || a
  FROM pairs, LATERAL (SELECT jsonb_object_keys(old) UNION SELECT jsonb_object_keys(new)) keys(a)
 WHERE old -> a IS DISTINCT FROM new -> a AND old IS NOT NULL AND new IS NOT NULL;
