INSERT INTO readers.reader (card, name, kind, home_branch_id, joined_on)
SELECT 'R-' || lpad(n::text, 4, '0'),
       CASE n WHEN 6 THEN 'School 6' ELSE 'Reader ' || n END,
       (ARRAY['adult', 'adult', 'child', 'adult', 'child', 'school'])[n]::readers.kind,
       1 + n % 3,
       date '2023-01-15' + 30 * n
FROM generate_series(1, 6) AS n
ORDER BY n;
