CREATE TABLE t (a integer);
SELECT string_agg(format('ALTER TABLE t ADD c%s text', i), '; ') FROM generate_series(1, 200) i \gexec
