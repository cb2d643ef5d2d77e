-- With the event triggers enabled and confiture.record_ddl on, table ddl_event tells who ran which DDL outside of confiture.
SET client_min_messages = warning;
CREATE ROLE regress_hasty;
GRANT CREATE ON SCHEMA public TO regress_hasty;

-- They are installed disabled, and enabled they do nothing until a setting says so.
SELECT evtname, evtevent, evtenabled, evtfoid::regprocedure FROM pg_event_trigger ORDER BY evtname COLLATE "C";
SET confiture.record_ddl = on;
CREATE TABLE before_enabled ();
ALTER EVENT TRIGGER confiture_ddl_start ENABLE;
ALTER EVENT TRIGGER confiture_ddl_end ENABLE;
ALTER EVENT TRIGGER confiture_ddl_drop ENABLE;
SET confiture.record_ddl = off;
CREATE TABLE before_on ();
SET confiture.record_ddl = on;

-- What was recorded since it was last asked, the moment and the process left out.
CREATE TEMPORARY TABLE seen (at timestamptz NOT NULL);
INSERT INTO seen VALUES ('-infinity');
CREATE FUNCTION pg_temp.news(OUT tag text, OUT statement text, OUT objects text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    last timestamptz := (SELECT at FROM seen);
BEGIN
    UPDATE seen SET at = coalesce((SELECT max(happened_at) FROM confiture.ddl_event), last);
    RETURN QUERY SELECT e.tag, e.statement,
                        (SELECT string_agg(concat_ws(' ', CASE WHEN dropped THEN 'no' END, kind, object), ', ' ORDER BY n)
                           FROM jsonb_array_elements(e.objects) WITH ORDINALITY AS a (o, n), jsonb_to_record(o) AS r (kind text, object text, dropped boolean))
                   FROM confiture.ddl_event e WHERE happened_at > last ORDER BY happened_at;
END $$;
SELECT * FROM pg_temp.news();
\pset format unaligned
\pset tuples_only on

-- One row for each statement, with its text alone, and all that it has made, changed and dropped by name.
CREATE TABLE customer (id serial PRIMARY KEY, name text DEFAULT 'none', email text)\; CREATE INDEX ON customer (name);
/* in a hurry */ ALTER TABLE customer ADD COLUMN age integer NOT NULL DEFAULT 0, ALTER name SET DEFAULT 'nobody', DROP COLUMN email, ADD CONSTRAINT grown CHECK (age >= 18),
    ADD UNIQUE (name);
ALTER TABLE customer ALTER name SET NOT NULL;
ALTER TABLE customer RENAME COLUMN age TO years;
CREATE VIEW adult AS SELECT name FROM customer WHERE years > 17;
CREATE TYPE mood AS ENUM ('sad');
ALTER TYPE mood ADD VALUE 'glad';
CREATE FUNCTION one(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION one(integer) IS 'one';
GRANT SELECT (name), INSERT ON customer TO regress_hasty;
REVOKE EXECUTE ON FUNCTION one(integer) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO regress_hasty;
CREATE TABLE "In a" AS SELECT 'hurry';
ALTER TABLE "In a" OWNER TO regress_hasty;
CREATE SCHEMA work CREATE TABLE job (id integer) CREATE VIEW jobs AS SELECT * FROM job;
ALTER TABLE work.job SET SCHEMA public;
DROP SCHEMA work CASCADE;
DROP TABLE customer CASCADE;
DROP FUNCTION one(integer);
SELECT * FROM pg_temp.news();

-- Concurrent forms.
CREATE TABLE big (id integer);
CREATE INDEX CONCURRENTLY big_id ON big (id);
DROP INDEX CONCURRENTLY big_id;
CREATE TABLE whole (id integer) PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
ALTER TABLE whole DETACH PARTITION part CONCURRENTLY;
SELECT * FROM pg_temp.news();

-- An extension is one thing, also where it goes.
CREATE EXTENSION hstore;
CREATE TABLE pairs (h hstore);
DROP EXTENSION hstore CASCADE;
SELECT * FROM pg_temp.news();

-- What changes nothing, is temporary, is rolled back, or only refreshes and rebuilds is not recorded; nor what is done to confiture's own objects.
CREATE TABLE IF NOT EXISTS big (id integer);
DROP TABLE IF EXISTS nobody;
CREATE TEMPORARY TABLE passing (id integer PRIMARY KEY, b integer DEFAULT 1 CHECK (b > 0));
CREATE INDEX ON passing (b);
ALTER TABLE passing ALTER b SET DEFAULT 2, ALTER id TYPE bigint;
CREATE TRIGGER same BEFORE UPDATE ON passing FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE POLICY mine ON passing;
CREATE TYPE pg_temp.pair AS (a integer);
COMMENT ON COLUMN passing.b IS 'b';
ALTER TABLE passing DROP COLUMN b;
DROP TRIGGER same ON passing;
DROP POLICY mine ON passing;
DROP TABLE passing;
DROP TYPE pg_temp.pair;
BEGIN;
CREATE TABLE gone ();
ROLLBACK;
BEGIN;
SAVEPOINT a;
CREATE TABLE gone ();
ROLLBACK TO a;
CREATE TABLE stays ();
COMMIT;
CREATE MATERIALIZED VIEW copy AS SELECT * FROM big;
REFRESH MATERIALIZED VIEW copy;
CREATE UNIQUE INDEX copy_id ON copy (id);
REFRESH MATERIALIZED VIEW CONCURRENTLY copy;
REINDEX TABLE big;
REINDEX TABLE CONCURRENTLY big;
GRANT USAGE ON SCHEMA confiture TO regress_hasty;
GRANT SELECT ON confiture.status TO regress_hasty;
COMMENT ON VIEW confiture.status IS 'x';
REVOKE ALL ON SCHEMA confiture FROM regress_hasty;
REVOKE ALL ON confiture.status FROM regress_hasty;
SELECT * FROM pg_temp.news();

-- Texts that may carry secrets are not kept.
CREATE FOREIGN DATA WRAPPER far OPTIONS (token 'geheim');
CREATE SERVER far FOREIGN DATA WRAPPER far OPTIONS (host 'geheim');
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'me', password 'geheim');
ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password 'geheimer');
CREATE FOREIGN TABLE remote (a integer OPTIONS (key 'geheim')) SERVER far OPTIONS (key 'geheim');
ALTER TABLE remote OPTIONS (SET key 'geheimer');
SET client_min_messages = error;
CREATE SUBSCRIPTION regress_events CONNECTION 'password=geheim' PUBLICATION p WITH (connect = false);
ALTER SUBSCRIPTION regress_events SET (slot_name = NONE);
DROP SUBSCRIPTION regress_events;
SET client_min_messages = warning;
CREATE FUNCTION calls() RETURNS text LANGUAGE sql AS $$ SELECT 'geheim' $$;
ALTER FUNCTION calls() SET confiture.search_path = 'geheim';
CREATE VIEW secret AS SELECT 'geheim' AS a;
CREATE TRIGGER hook AFTER INSERT ON big FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('geheim');
CREATE RULE secret AS ON INSERT TO big DO ALSO NOTIFY geheim;
ALTER TABLE big ADD secret text DEFAULT 'host=db password=geheim';
DROP FOREIGN DATA WRAPPER far CASCADE;
SELECT * FROM pg_temp.news();
SELECT count(*) FROM confiture.ddl_event e WHERE e::text ~ 'geheim';

-- Wherever it runs: in a DO block, in functions, with other rights than the session's.
DO $$ BEGIN
    CREATE TABLE deep (a integer);
    EXECUTE 'ALTER TABLE deep ADD b integer; COMMENT ON TABLE deep IS ''deep''';
    BEGIN
        CREATE TABLE deep ();
    EXCEPTION WHEN duplicate_table THEN
        DROP TABLE deep;
    END;
END $$;
CREATE FUNCTION make(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN EXECUTE format('CREATE TABLE %I ()', name); END $$;
SET SESSION AUTHORIZATION regress_hasty;
CREATE TABLE his ();
SELECT make('made for him');
SELECT count(*) FROM confiture.ddl_event;
SET confiture.record_ddl = off;
RESET SESSION AUTHORIZATION;
SET ROLE regress_hasty;
DROP TABLE his;
RESET ROLE;
SELECT tag, statement, session_role = current_user AS mine, role = current_user AS with_mine, application, pid = pg_backend_pid() AS here, happened_at > now() - interval '1 day'
  FROM confiture.ddl_event WHERE happened_at > (SELECT at FROM seen) ORDER BY happened_at;
UPDATE seen SET at = clock_timestamp();

-- What confiture runs is no event: builds, migrations, their steps, rehearsals.
SELECT confiture.put('migrations/1_one.up.sql', 'CREATE TABLE one (a integer); CREATE TABLE two (); DROP TABLE two;') IS NOT NULL;
SELECT confiture.put('migrations/2_two.up.sql', 'CREATE INDEX CONCURRENTLY ON one (a);') IS NOT NULL;
SELECT count(*) FROM confiture.rehearse();
SELECT version FROM confiture.migrate_up('1');
CALL confiture.migrate();
SELECT version FROM confiture.migrate_down(dry_run => true);
SELECT count(*) FROM pg_temp.news();

-- A file may not enable or disable them, nor write what they record.
SELECT confiture.put('migrations/3_three.up.sql', 'ALTER EVENT TRIGGER confiture_ddl_end DISABLE;') IS NOT NULL;
SELECT confiture.migrate_up();
SELECT confiture.put('migrations/3_three.up.sql', 'DELETE FROM confiture.ddl_event;') IS NOT NULL;
SELECT confiture.migrate_up();

-- The rows belong to drift, and can be deleted by the owner.
SELECT confiture.put('migrations/3_three.up.sql', 'ALTER TABLE one ADD b integer;') IS NOT NULL;
SELECT version FROM confiture.migrate_up();
SELECT confiture.baseline('3') IS NOT NULL;
CREATE INDEX in_a_hurry ON one (b);
ALTER TABLE one ALTER b SET NOT NULL, ALTER b SET DEFAULT 1;
DROP TABLE big CASCADE;
SELECT d.kind, d.object, d.change, e.tag, e.statement
  FROM confiture.drift() d
       LEFT JOIN LATERAL (SELECT * FROM confiture.ddl_event e
                           WHERE e.objects @> jsonb_build_array(jsonb_build_object('kind', d.kind, 'object', d.object)) ORDER BY happened_at DESC LIMIT 1) e ON true
 ORDER BY d.kind COLLATE "C", d.object COLLATE "C";
DELETE FROM confiture.ddl_event;

-- With one of the triggers, each says what it knows.
ALTER EVENT TRIGGER confiture_ddl_drop DISABLE;
ALTER EVENT TRIGGER confiture_ddl_start DISABLE;
UPDATE seen SET at = '-infinity';
ALTER TABLE one DROP COLUMN b, ADD c integer;
DROP TABLE before_on;
SELECT * FROM pg_temp.news();

-- The extension goes with its triggers enabled.
ALTER EVENT TRIGGER confiture_ddl_drop ENABLE;
ALTER EVENT TRIGGER confiture_ddl_start ENABLE;
DROP EXTENSION confiture;
SELECT count(*) FROM pg_event_trigger;
CREATE TABLE after_it ();
DROP FUNCTION make(text);
REVOKE CREATE ON SCHEMA public FROM regress_hasty;
DROP OWNED BY regress_hasty;
DROP ROLE regress_hasty;
