-- pg_dump of a database with version 0.1.0 in it, made by that version: built, migrated, repaired, with grants.

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE EXTENSION IF NOT EXISTS confiture WITH SCHEMA pg_catalog;

COMMENT ON EXTENSION confiture IS 'build, migrate and verify a database schema from its DDL files';

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.customer (
    id integer NOT NULL,
    name text
);

ALTER TABLE public.customer OWNER TO postgres;

CREATE TABLE public.one (
);

ALTER TABLE public.one OWNER TO postgres;

CREATE TABLE public.three (
);

ALTER TABLE public.three OWNER TO postgres;

CREATE TABLE public.two (
);

ALTER TABLE public.two OWNER TO postgres;

COPY confiture.applied (version, history) FROM stdin;
1	2
2	3
3	7
4	8
\.

COPY confiture.environment (name, include, exclude, search_path, owner, seed, checksum, loaded_by, approved_by) FROM stdin;
prod	{schema/**,seeds/**}	{schema/none*}	public	\N	t	91d1bbfd58538d109e2cd39763306768ea517f1a01667f4a3667e8c280ff4555	postgres	\N
\.

COPY confiture.history (id, action, version, name, outcome, statements, started_at, duration, role, application, client, server_version, environment, reason, up_text, down_text, up_checksum, down_checksum, up_loaded_by, down_loaded_by, up_approved_by, down_approved_by, hash) FROM stdin;
1	build	\N	\N	ok	3	2026-11-22 16:14:34.362559+00	00:00:00.002344	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	prod	\N	\N	\N	\N	\N	\N	\N	\N	\N	1-07605a71182e916d47760df5fedf9cd8be7d69de853d872be91a07f1a19d7835
2	build	001	one	ok	\N	2026-11-22 16:14:34.362559+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	prod	\N	CREATE TABLE one ();	DROP TABLE one;	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	ad1416b0f46b249a8a4a9f9c27b6345dbc849683623b281429633e9e4ab422b3	postgres	postgres	\N	\N	1-66cf0741b1d523ca9729bc4776bbee4edaf7254abca5d5ce5454f112549cd6a9
3	up	002	two	ok	1	2026-11-22 16:14:34.36858+00	00:00:00.000439	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	CREATE TABLE two ();	DROP TABLE two;	2fd560e87e422a324d6082029127ad65044f27bafe40ecfc0472e59f24a97ffb	41d4822e1938a7e6679659de51779679981f2acff1c300a02eb0080254c38dbc	postgres	postgres	\N	\N	1-e3dce6740e79770eb89d38e429d69c4d783717b1353d71d9bc97b78d7951eb95
4	up	003	three	ok	1	2026-11-22 16:14:34.369054+00	00:00:00.000418	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	CREATE TABLE three (); -- Zoë	\N	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	\N	postgres	\N	\N	\N	1-46db49f9b8f3e1ff18fa9cd2cba0cbd22709d2a3d3d4b04b14b8e5c5bf6e4831
5	repair	003	three	ok	\N	2026-11-22 16:14:34.370487+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	a down was missing	CREATE TABLE three (); -- Zoë	DROP TABLE three;	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	postgres	postgres	\N	\N	1-c17163a06e64892a9b75de42041f771b52b6d7678326d9511773fc1595d5fc65
6	down	003	three	ok	1	2026-11-22 16:14:34.371906+00	00:00:00.000391	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	\N	DROP TABLE three;	\N	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	\N	postgres	\N	\N	1-b3f0e24cbac980e44844a8dd144419370bd21799f42f5fa0503284a699035143
7	up	003	three	ok	1	2026-11-22 16:14:34.373488+00	00:00:00.000467	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	CREATE TABLE three (); -- Zoë	DROP TABLE three;	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	postgres	postgres	\N	\N	1-9bc0bc62a94934b3eb2a76643c30335413b21593f54b3066c229f52c41b6538f
8	baseline	004	four	ok	\N	2026-11-22 16:14:34.374597+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	made by hand	\N	\N	c54531c2cca01732c768f9e331e84e2ca65cdece250e90a7fbc0211809b3d501	f050e41edfa40a4c22152eb2e67e18b14bcdeaa8173857955d9ed9122e5ce1ed	postgres	postgres	\N	\N	1-b8fab3a3222a17d78327f115f31f0ba10bbbec4ac9c757dd0690e20c359664ad
\.

COPY confiture.source (path, content, checksum, origin, loaded_at, loaded_by, approved_by) FROM stdin;
schema/10_customer.sql	CREATE TABLE customer (id integer PRIMARY KEY, name text);	7f0854585301faf99e83ff176b146cf6c9cc8b6b83d78e4d4ac27aaa38cb51ce	put	2026-11-22 16:14:34.358598+00	postgres	\N
schema/20_one.sql	CREATE TABLE one ();	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	put	2026-11-22 16:14:34.358598+00	postgres	\N
seeds/customer.sql	COPY customer FROM stdin;\n1\tAda\n\\.\n	7a31ce4d38c1e4b1a93fcd0e2939c3db9730d05be93d9cb96ffcfc7f03e1da3a	put	2026-11-22 16:14:34.358598+00	postgres	\N
migrations/001_one.up.sql	CREATE TABLE one ();	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	put	2026-11-22 16:14:34.358598+00	postgres	\N
migrations/001_one.down.sql	DROP TABLE one;	ad1416b0f46b249a8a4a9f9c27b6345dbc849683623b281429633e9e4ab422b3	put	2026-11-22 16:14:34.358598+00	postgres	\N
migrations/002_two.up.sql	CREATE TABLE two ();	2fd560e87e422a324d6082029127ad65044f27bafe40ecfc0472e59f24a97ffb	put	2026-11-22 16:14:34.367145+00	postgres	\N
migrations/002_two.down.sql	DROP TABLE two;	41d4822e1938a7e6679659de51779679981f2acff1c300a02eb0080254c38dbc	put	2026-11-22 16:14:34.367145+00	postgres	\N
migrations/003_three.up.sql	CREATE TABLE three (); -- Zoë	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	put	2026-11-22 16:14:34.367145+00	postgres	\N
migrations/004_four.up.sql	CREATE TABLE four ();	c54531c2cca01732c768f9e331e84e2ca65cdece250e90a7fbc0211809b3d501	put	2026-11-22 16:14:34.367145+00	postgres	\N
migrations/004_four.down.sql	DROP TABLE four;	f050e41edfa40a4c22152eb2e67e18b14bcdeaa8173857955d9ed9122e5ce1ed	put	2026-11-22 16:14:34.367145+00	postgres	\N
migrations/003_three.down.sql	DROP TABLE three;	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	put	2026-11-22 16:14:34.370004+00	postgres	\N
migrations/005_five.up.sql	CREATE TABLE five ();	a45e591516b4e269718b0fad04ff5b1c7dd621bfaff428d85e6e9fbac93ac4dd	put	2026-11-22 16:14:34.375007+00	postgres	postgres
\.

COPY public.customer (id, name) FROM stdin;
1	Ada
\.

COPY public.one  FROM stdin;
\.

COPY public.three  FROM stdin;
\.

COPY public.two  FROM stdin;
\.

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);

GRANT USAGE ON SCHEMA confiture TO regress_deployer;
GRANT USAGE ON SCHEMA confiture TO regress_observer;

GRANT ALL ON FUNCTION confiture.approve(path text, checksum text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.baseline(through text, reason text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.build(environment text, dry_run boolean, OUT path text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.build_script(environment text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.deployed(OUT version text, OUT name text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT migrations bigint, OUT pending bigint, OUT extension text) TO regress_deployer;
GRANT ALL ON FUNCTION confiture.deployed(OUT version text, OUT name text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT migrations bigint, OUT pending bigint, OUT extension text) TO regress_observer;

GRANT ALL ON FUNCTION confiture.environment_remove(name text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.environment_set(name text, include text[], exclude text[], search_path text, owner name, seed boolean) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.load(directory text, prune boolean, OUT path text, OUT change text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.load_archive(archive bytea, prune boolean, OUT path text, OUT change text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_down(target text, steps integer, dry_run boolean, OUT version text, OUT name text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_status(OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) TO regress_deployer;
GRANT ALL ON FUNCTION confiture.migrate_status(OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) TO regress_observer;

GRANT ALL ON FUNCTION confiture.migrate_up(target text, dry_run boolean, OUT version text, OUT name text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.put(path text, content text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.remove(path text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.repair(version text, reason text, OUT outcome text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.schema_checksum(environment text) TO regress_deployer;
GRANT ALL ON FUNCTION confiture.schema_checksum(environment text) TO regress_observer;

GRANT ALL ON FUNCTION confiture.verify(OUT version text, OUT path text, OUT problem text, OUT detail text) TO regress_deployer;
GRANT ALL ON FUNCTION confiture.verify(OUT version text, OUT path text, OUT problem text, OUT detail text) TO regress_observer;

GRANT ALL ON FUNCTION confiture.verify_history(OUT id bigint, OUT problem text, OUT detail text) TO regress_deployer;
GRANT ALL ON FUNCTION confiture.verify_history(OUT id bigint, OUT problem text, OUT detail text) TO regress_observer;

GRANT SELECT ON TABLE confiture.applied TO regress_deployer;
GRANT SELECT ON TABLE confiture.applied TO regress_observer;

GRANT SELECT ON TABLE confiture.environment TO regress_deployer;
GRANT SELECT ON TABLE confiture.environment TO regress_observer;

GRANT SELECT ON TABLE confiture.history TO regress_deployer WITH GRANT OPTION;

GRANT SELECT(id) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(action) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(version) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(name) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(outcome) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(statements) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(started_at) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(duration) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(role) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(application) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(client) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(server_version) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(environment) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(reason) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(up_checksum) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(down_checksum) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(up_loaded_by) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(down_loaded_by) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(up_approved_by) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(down_approved_by) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(hash) ON TABLE confiture.history TO regress_observer;

GRANT SELECT ON TABLE confiture.runner TO regress_deployer;
GRANT SELECT ON TABLE confiture.runner TO regress_observer;

GRANT SELECT ON TABLE confiture.source TO regress_deployer;

GRANT SELECT(path) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(checksum) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(origin) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(loaded_at) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(loaded_by) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(approved_by) ON TABLE confiture.source TO regress_observer;

GRANT SELECT ON TABLE confiture.status TO regress_deployer;
GRANT SELECT ON TABLE confiture.status TO regress_observer;

GRANT SELECT ON TABLE confiture.version TO regress_deployer;
GRANT SELECT ON TABLE confiture.version TO regress_observer;

