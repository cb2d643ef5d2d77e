COPY catalogue.title (title_id, isbn, name, subtitle, published) FROM stdin;
1	9780000000019	The Tide Tables	\N	1998
2	9780000000026	A Field Guide to Rivers	Currents, banks and what lives there	2015
3	000000003X	An Atlas of Quiet Places	\N	1983
4	9780000000040	Bridges	How they stand, and why they fall	2008
5	9780000000057	The Night Ferry	\N	2019
6	9780000000064	Bread from an Ordinary Oven	\N	2021
7	\N	The Harbour Songbook	Twelve tunes with chords	1962
8	9780000000088	Counting Birds	Statistics for the patient	2017
\.

SELECT setval(pg_get_serial_sequence('catalogue.title', 'title_id'), max(title_id)) FROM catalogue.title;

COPY catalogue.subject (subject_id, parent_id, name) FROM stdin;
11	10	Rivers
12	10	Birds
10	\N	Nature
20	\N	Fiction
30	\N	Making
31	30	Cooking
32	30	Building
\.

COPY catalogue.title_subject (title_id, subject_id) FROM stdin;
1	20
2	11
3	10
4	32
5	20
6	31
8	12
\.
