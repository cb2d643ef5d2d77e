INSERT INTO catalogue.branch (name, street, opened_on) VALUES
  ('Harbour', '2 Quay Street', '1974-05-01'),
  ('Old Mill', '19 Mill Lane', '1988-09-12'),
  ('Northside', '140 Ring Road', '2011-03-07');

INSERT INTO catalogue.opening_hours (branch_id, weekday, opens, closes)
SELECT branch_id, weekday, '10:00', CASE weekday WHEN 6 THEN time '14:00' ELSE '18:00' END
FROM catalogue.branch CROSS JOIN generate_series(1, 6) AS weekday
WHERE NOT (name = 'Northside' AND weekday = 1);
