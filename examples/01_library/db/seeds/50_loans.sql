-- The rows go to the partitions of their years, and trigger loan_copy_status marks what is still out.
COPY lending.loan (loan_id, copy_id, reader_id, lent_on, due_on, returned_on, renewals) FROM stdin;
1	1	1	2024-02-03	2024-02-24	2024-02-20	0
2	7	2	2024-06-10	2024-07-01	2024-07-11	0
3	8	3	2024-11-29	2024-12-27	2024-12-20	0
4	3	1	2025-01-08	2025-02-19	2025-02-11	1
5	7	4	2025-03-02	2025-03-23	2025-06-30	0
6	9	5	2025-05-17	2025-06-14	2025-06-14	0
7	12	2	2025-08-21	2025-09-11	\N	0
8	7	1	2025-09-01	2025-09-22	\N	0
9	10	6	2025-09-02	2026-02-17	\N	1
\.

SELECT setval(pg_get_serial_sequence('lending.loan', 'loan_id'), max(loan_id)) FROM lending.loan;

INSERT INTO lending.fine (loan_id, lent_on, amount, paid_at)
SELECT loan_id, lent_on, lending.fine_due(due_on, returned_on), (returned_on + time '12:00') AT TIME ZONE 'UTC'
FROM lending.loan
WHERE returned_on > due_on
ORDER BY loan_id;

INSERT INTO lending.reservation (title_id, reader_id, branch_id, placed_at) VALUES
  (5, 6, 3, '2025-09-05 09:30+00'),
  (8, 3, 1, '2025-09-06 15:10+00');
