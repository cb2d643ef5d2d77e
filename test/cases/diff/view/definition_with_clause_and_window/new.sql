CREATE TABLE t (a integer, b text);
CREATE VIEW v AS WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5)
    SELECT t.a, row_number() OVER (PARTITION BY t.b ORDER BY t.a) AS place, r.n FROM t JOIN r ON r.n = t.a WHERE t.b LIKE 'x%';
