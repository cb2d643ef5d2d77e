-- What is left to do, and where we are.
SELECT confiture.snapshot() AS reached, confiture.fingerprint() AS fingerprint \gset
\echo fingerprint :fingerprint
SELECT 'again ' || replace(statement, E'\n', ' ') FROM confiture.compare(:'reached', :'target') WHERE statement IS NOT NULL;
SELECT :'fingerprint' <> :'wanted' AS is_other \gset
\if :is_other
WITH sides(side, address, object) AS (
    SELECT side, k.key || ':' || o.key, o.value
      FROM (VALUES ('is', :'reached'::jsonb), ('wanted', :'target'::jsonb)) s(side, snapshot), jsonb_each(snapshot -> 'schema') k, jsonb_each(k.value) o)
SELECT format('differs %s %s', address,
              coalesce((SELECT string_agg(format('%s: %s, not %s', a, i.object -> a, w.object -> a), ', ')
                          FROM (SELECT jsonb_object_keys(i.object) UNION SELECT jsonb_object_keys(w.object)) keys(a)
                         WHERE a <> 'position' AND i.object -> a IS DISTINCT FROM w.object -> a), CASE WHEN w IS NULL THEN 'is too much' ELSE 'is missing' END))
  FROM (SELECT * FROM sides WHERE side = 'is') i FULL JOIN (SELECT * FROM sides WHERE side = 'wanted') w USING (address)
 WHERE i.object - 'position' IS DISTINCT FROM w.object - 'position';
\endif
