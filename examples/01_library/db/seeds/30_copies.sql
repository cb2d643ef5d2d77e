COPY catalogue.copy (title_id, branch_id, barcode, status) FROM stdin;
1	1	C000001	available
1	2	C000002	available
2	1	C000003	available
2	3	C000004	available
3	2	C000005	in_repair
4	1	C000006	available
5	1	C000007	available
5	2	C000008	available
5	3	C000009	available
6	3	C000010	available
7	1	C000011	available
8	2	C000012	available
\.
