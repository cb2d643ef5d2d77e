-- pg_dump of a database with version 0.2.0 in it, made by that version: built, migrated, repaired, stopped half-way through 005, with grants.

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

CREATE TABLE public.five (
    a integer
);

ALTER TABLE public.five OWNER TO postgres;

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
3	5
4	6
\.

COPY confiture.environment (name, include, exclude, search_path, owner, seed, checksum, loaded_by, approved_by) FROM stdin;
prod	{schema/**,seeds/**}	{schema/none*}	public	\N	t	91d1bbfd58538d109e2cd39763306768ea517f1a01667f4a3667e8c280ff4555	postgres	\N
\.

COPY confiture.history (id, action, version, name, outcome, statements, started_at, duration, role, application, client, server_version, environment, reason, up_text, down_text, up_checksum, down_checksum, up_loaded_by, down_loaded_by, up_approved_by, down_approved_by, hash, sqlstate, message) FROM stdin;
1	build	\N	\N	ok	3	2026-11-22 20:00:26.424138+00	00:00:00.00108	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	prod	\N	\N	\N	\N	\N	\N	\N	\N	\N	2-c2769103570e897c491beb5ec3932f9e756b4d5d12c080824268d303916d1978	\N	\N
2	build	001	one	ok	\N	2026-11-22 20:00:26.424138+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	prod	\N	CREATE TABLE one ();	DROP TABLE one;	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	ad1416b0f46b249a8a4a9f9c27b6345dbc849683623b281429633e9e4ab422b3	postgres	postgres	\N	\N	2-7945b581f95de583aef89f2994d5e87f68edaa839fa461a5292b1920eed5242e	\N	\N
3	up	002	two	ok	1	2026-11-22 20:00:26.427575+00	00:00:00.000874	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	CREATE TABLE two ();	DROP TABLE two;	2fd560e87e422a324d6082029127ad65044f27bafe40ecfc0472e59f24a97ffb	41d4822e1938a7e6679659de51779679981f2acff1c300a02eb0080254c38dbc	postgres	postgres	\N	\N	2-72fe4f7a724e3ca72e7fd573da2bc942f14432a56c963f5e3289ada9a6636682	\N	\N
4	up	003	three	ok	1	2026-11-22 20:00:26.428746+00	00:00:00.00042	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	CREATE TABLE three (); -- Zoë	\N	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	\N	postgres	\N	\N	\N	2-8cd235b4dba2e14cc1760cad32414c3646b69b6344b23b49ad798dd68aa54946	\N	\N
5	repair	003	three	ok	\N	2026-11-22 20:00:26.429845+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	a down was missing	CREATE TABLE three (); -- Zoë	DROP TABLE three;	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	postgres	postgres	\N	\N	2-5e047cc6075991874f32e5be94fa0c08cbf86bd16433a706caf45b6db9d6134e	\N	\N
6	baseline	004	four	ok	\N	2026-11-22 20:00:26.430403+00	00:00:00	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	made by hand	\N	\N	c54531c2cca01732c768f9e331e84e2ca65cdece250e90a7fbc0211809b3d501	f050e41edfa40a4c22152eb2e67e18b14bcdeaa8173857955d9ed9122e5ce1ed	postgres	postgres	\N	\N	2-c14f83a55708d185093f14639ad4c1e343d4fcdd1192013bcd1a22f63b06dfb3	\N	\N
7	up	005	five	failed	2	2026-11-22 20:00:26.43102+00	00:00:00.01597	postgres	psql	\N	15.20 (Debian 15.20-0+deb12u1)	\N	\N	\N	\N	5c9c683a8d0bbe94c619641c7837cd74de0d913e07a40d0d0628933652205818	\N	postgres	\N	\N	\N	2-754dc3015c3e9683ea2443b29c9711992f08dd840b6c13c16cf1a94f105db0bf	23505	could not create unique index "five_a"
\.

COPY confiture.source (path, content, checksum, origin, loaded_at, loaded_by, approved_by) FROM stdin;
schema/10_customer.sql	CREATE TABLE customer (id integer PRIMARY KEY, name text);	7f0854585301faf99e83ff176b146cf6c9cc8b6b83d78e4d4ac27aaa38cb51ce	put	2026-11-22 20:00:26.422531+00	postgres	\N
schema/20_one.sql	CREATE TABLE one ();	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	put	2026-11-22 20:00:26.422922+00	postgres	\N
seeds/customer.sql	COPY customer FROM stdin;\n1\tAda\n\\.\n	7a31ce4d38c1e4b1a93fcd0e2939c3db9730d05be93d9cb96ffcfc7f03e1da3a	put	2026-11-22 20:00:26.423039+00	postgres	\N
migrations/001_one.up.sql	CREATE TABLE one ();	7a320e02f52602845c729238769ead5bb5bf6874041d464cbfcfa8f410b9396a	put	2026-11-22 20:00:26.423112+00	postgres	\N
migrations/001_one.down.sql	DROP TABLE one;	ad1416b0f46b249a8a4a9f9c27b6345dbc849683623b281429633e9e4ab422b3	put	2026-11-22 20:00:26.423175+00	postgres	\N
migrations/002_two.up.sql	CREATE TABLE two ();	2fd560e87e422a324d6082029127ad65044f27bafe40ecfc0472e59f24a97ffb	put	2026-11-22 20:00:26.426396+00	postgres	\N
migrations/002_two.down.sql	DROP TABLE two;	41d4822e1938a7e6679659de51779679981f2acff1c300a02eb0080254c38dbc	put	2026-11-22 20:00:26.426556+00	postgres	\N
migrations/003_three.up.sql	CREATE TABLE three (); -- Zoë	def3c689f52af2e991200944c114153094d24acb2d2bbc893ca1c13f3739760b	put	2026-11-22 20:00:26.426635+00	postgres	\N
migrations/004_four.up.sql	CREATE TABLE four ();	c54531c2cca01732c768f9e331e84e2ca65cdece250e90a7fbc0211809b3d501	put	2026-11-22 20:00:26.426698+00	postgres	\N
migrations/004_four.down.sql	DROP TABLE four;	f050e41edfa40a4c22152eb2e67e18b14bcdeaa8173857955d9ed9122e5ce1ed	put	2026-11-22 20:00:26.426756+00	postgres	\N
migrations/003_three.down.sql	DROP TABLE three;	04899f04187f4cd50d3e94ad42924cb39b488c901287d4fc49283fc0238d17f3	put	2026-11-22 20:00:26.429513+00	postgres	\N
migrations/005_five.up.sql	CREATE TABLE five (a integer);\nINSERT INTO five VALUES (1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY five_a ON five (a);\nCOMMENT ON TABLE five IS 'five';\n	5c9c683a8d0bbe94c619641c7837cd74de0d913e07a40d0d0628933652205818	put	2026-11-22 20:00:26.430627+00	postgres	postgres
\.

COPY confiture.step (version, number, action, migration, name, path, file_checksum, kind, first_statement, last_statement, line, checksum, statement, state, attempts, started_at, duration, sqlstate, message, waits_for, object_schema, object_name, relation, object, is_concurrent, before, settings) FROM stdin;
5	3	up	005	five	migrations/005_five.up.sql	5c9c683a8d0bbe94c619641c7837cd74de0d913e07a40d0d0628933652205818	transaction	4	4	4	cdbc39e9c7a0d7e14ce30e0f66fd97e1f77136a0a473a4378d21dba0f9c4f9aa	COMMENT ON TABLE five IS 'five'	pending	0	\N	00:00:00	\N	\N	\N	\N	\N	\N	\N	f	\N	\N
5	1	up	005	five	migrations/005_five.up.sql	5c9c683a8d0bbe94c619641c7837cd74de0d913e07a40d0d0628933652205818	transaction	1	2	1	697391ebd488e570c00124cfe7f121829267b8b42c314aec3b8dcf499341de19	CREATE TABLE five (a integer)	done	1	2026-11-22 20:00:26.431151+00	00:00:00.00049	\N	\N	\N	\N	\N	\N	\N	f	{}	11:search_path6:public
5	2	up	005	five	migrations/005_five.up.sql	5c9c683a8d0bbe94c619641c7837cd74de0d913e07a40d0d0628933652205818	create_index	3	3	3	e28c744211c4a6abed85a096c6fb7f9578709e7dcafdfac785cc3fa1ef6afc26	CREATE UNIQUE INDEX CONCURRENTLY five_a ON five (a)	failed	1	2026-11-22 20:00:26.431859+00	00:00:00.015093	23505	could not create unique index "five_a"	\N	public	five_a	16531	\N	t	{}	\N
\.

COPY public.customer (id, name) FROM stdin;
1	Ada
\.

COPY public.five (a) FROM stdin;
1
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

GRANT ALL ON FUNCTION confiture.abandon(version text, reason text, OUT step integer, OUT statement text, OUT outcome text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.advance_applied() TO regress_deployer;

GRANT ALL ON FUNCTION confiture.advance_source() TO regress_deployer;

GRANT ALL ON FUNCTION confiture.approve(path text, checksum text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.baseline(through text, reason text) TO regress_deployer;

GRANT ALL ON PROCEDURE confiture.batch_delete(IN relation regclass, IN condition text, IN batch_rows integer, IN pause interval, IN max_lag interval, IN key name) TO regress_deployer;

GRANT ALL ON PROCEDURE confiture.batch_update(IN relation regclass, IN assignments text, IN condition text, IN batch_rows integer, IN pause interval, IN max_lag interval, IN key name) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.build(environment text, dry_run boolean, OUT path text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON PROCEDURE confiture.build_database(IN name text, IN environment text, IN replace boolean) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.build_script(environment text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.deployed(OUT version text, OUT name text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT migrations bigint, OUT pending bigint, OUT extension text) TO regress_deployer;

GRANT ALL ON PROCEDURE confiture.drop_databases(IN older_than interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.environment_remove(name text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.environment_set(name text, include text[], exclude text[], search_path text, owner name, seed boolean) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.guard_write() TO regress_deployer;

GRANT ALL ON FUNCTION confiture.load(directory text, prune boolean, OUT path text, OUT change text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.load_archive(archive bytea, prune boolean, OUT path text, OUT change text) TO regress_deployer;

GRANT ALL ON PROCEDURE confiture.migrate(IN target text, IN down boolean) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_down(target text, steps integer, dry_run boolean, OUT version text, OUT name text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_plan(target text, OUT version text, OUT path text, OUT line integer, OUT segment integer, OUT statement text, OUT transactional boolean, OUT relations text[], OUT lock text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_status(OUT version text, OUT name text, OUT state text, OUT reversible text, OUT applied_at timestamp with time zone, OUT applied_by name, OUT duration interval, OUT checksum_matches boolean) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.migrate_up(target text, dry_run boolean, OUT version text, OUT name text, OUT statements bigint, OUT duration interval) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.put(path text, content text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.rehearse(target text, OUT version text, OUT path text, OUT line integer, OUT statement text, OUT duration interval, OUT rows bigint, OUT locks jsonb, OUT rewrites text[], OUT scans text[], OUT wal_bytes bigint, OUT error text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.remove(path text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.repair(version text, reason text, step integer, settle text, OUT step integer, OUT statement text, OUT outcome text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.schema_checksum(environment text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.verify(OUT version text, OUT path text, OUT problem text, OUT detail text) TO regress_deployer;

GRANT ALL ON FUNCTION confiture.verify_history(OUT id bigint, OUT problem text, OUT detail text) TO regress_deployer;

GRANT SELECT ON TABLE confiture.applied TO regress_deployer;
GRANT SELECT ON TABLE confiture.applied TO regress_observer;

GRANT SELECT ON TABLE confiture.batch TO regress_deployer;

GRANT SELECT ON TABLE confiture.database TO regress_deployer;

GRANT SELECT ON TABLE confiture.environment TO regress_deployer;
GRANT SELECT ON TABLE confiture.environment TO regress_observer;

GRANT SELECT ON TABLE confiture.generation TO regress_deployer;

GRANT SELECT ON TABLE confiture.history TO regress_deployer WITH GRANT OPTION;

GRANT SELECT(id) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(action) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(version) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(name) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(outcome) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(hash) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(sqlstate) ON TABLE confiture.history TO regress_observer;

GRANT SELECT(message) ON TABLE confiture.history TO regress_observer;

GRANT SELECT ON TABLE confiture.runner TO regress_deployer;
GRANT SELECT ON TABLE confiture.runner TO regress_observer;

GRANT SELECT ON TABLE confiture.step TO regress_deployer;

GRANT SELECT(version) ON TABLE confiture.step TO regress_observer;

GRANT SELECT(number) ON TABLE confiture.step TO regress_observer;

GRANT SELECT(state) ON TABLE confiture.step TO regress_observer;

GRANT SELECT ON TABLE confiture.progress TO regress_deployer;
GRANT SELECT ON TABLE confiture.progress TO regress_observer;

GRANT SELECT ON TABLE confiture.source TO regress_deployer;

GRANT SELECT(path) ON TABLE confiture.source TO regress_observer;

GRANT SELECT(checksum) ON TABLE confiture.source TO regress_observer;

GRANT SELECT ON TABLE confiture.status TO regress_deployer;
GRANT SELECT ON TABLE confiture.status TO regress_observer;

GRANT SELECT ON TABLE confiture.version TO regress_deployer;
GRANT SELECT ON TABLE confiture.version TO regress_observer;
