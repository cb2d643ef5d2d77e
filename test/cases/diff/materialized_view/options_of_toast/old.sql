CREATE MATERIALIZED VIEW m AS SELECT 'x'::text AS a;
CREATE MATERIALIZED VIEW n WITH (toast.autovacuum_enabled = false) AS SELECT 'x'::text AS a;
