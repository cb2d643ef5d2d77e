CREATE MATERIALIZED VIEW m WITH (fillfactor = 70, toast.autovacuum_enabled = false) AS SELECT 'x'::text AS a;
CREATE MATERIALIZED VIEW n AS SELECT 'x'::text AS a;
CREATE MATERIALIZED VIEW o WITH (toast.autovacuum_vacuum_threshold = 5) AS SELECT 'x'::text AS a;
