-- A file runs only for callers whose privileges its author has, or whoever approved it; nobody else may change it or take it away.
CREATE ROLE regress_mallory LOGIN;
CREATE ROLE regress_carol LOGIN;
CREATE ROLE regress_dba LOGIN SUPERUSER;
GRANT USAGE ON SCHEMA confiture TO regress_mallory, regress_carol;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO regress_mallory, regress_carol;
GRANT SELECT ON ALL TABLES IN SCHEMA confiture TO regress_mallory, regress_carol;
GRANT ALL ON SCHEMA public TO regress_mallory, regress_carol;

-- A plain role puts a file that a superuser's build would run.
\c - regress_mallory
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (); ALTER ROLE regress_mallory SUPERUSER;');
\c - postgres
SELECT path FROM confiture.build();
SELECT path FROM confiture.build(dry_run => true);
SELECT to_regclass('a') IS NULL AS nothing_stays, rolsuper FROM pg_roles WHERE rolname = 'regress_mallory';

-- Her own word for it does not help, and she can't speak for others.
\c - regress_mallory
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') AS checksum \gset
SELECT confiture.approve('schema/a.sql', :'checksum');
\c - postgres
SELECT path FROM confiture.build();

-- The superuser's word does, for this text and no other.
SELECT confiture.approve('schema/a.sql', 'of something else');
SELECT confiture.approve('schema/a.sql', :'checksum');
SELECT loaded_by, approved_by FROM confiture.source;
SELECT path FROM confiture.build(dry_run => true);
\c - regress_mallory
SELECT confiture.approve('schema/a.sql', :'checksum');
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') = :'checksum' AS unchanged;
SELECT loaded_by, approved_by FROM confiture.source;
SELECT length(confiture.put('schema/a.sql', 'CREATE TABLE a (a int);'));
SELECT loaded_by, approved_by FROM confiture.source;
\c - postgres
SELECT path FROM confiture.build(dry_run => true);
\c - regress_mallory
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') = :'checksum' AS as_before;
\c - postgres
SELECT path FROM confiture.build(dry_run => true);

-- Another plain role is no better off than the superuser, nor can she approve.
\c - regress_carol
SELECT path FROM confiture.build(dry_run => true);
SELECT confiture.approve('schema/a.sql', :'checksum');
SELECT confiture.put('schema/a.sql', '');
SELECT confiture.remove('schema/a.sql');
\c - regress_mallory
SELECT path FROM confiture.build(dry_run => true);

-- What a superuser loaded nobody takes away: not by removing, replacing, nor by a load that lacks it. The archives hold one file each.
\set with_policy 'H4sIAAAAAAACA+3IOwrCQABF0aldxaxAZySmsZR0drqBEASFiJ/Rwt0bbQRrEcRzmvt4pdtu9u3keOh33W1cTn34vDSoq+rZwXtTytPXfvw551kdYgpfcC2X9hxj+FOrZtks1jHPRwEAAAAAAAAAAIAfcgfmOtzZACgAAA=='
\set with_third 'H4sIAAAAAAACA+3IMQrCQABE0a09xZ5AdyWYwlLS2cULBBUiaGE23t9oI9griO81f5iy74+XbjH2p+EwL9dz+IA0WVXVs5P3ppSXr/34c6rrHGIKX3ArYzfEGP5U22ybzS7m9SwAAAAAAAAAAADwQ+4CcRO/ACgAAA=='
\c - postgres
SELECT confiture.remove('schema/a.sql');
SELECT path, change FROM confiture.load_archive(decode(:'with_policy', 'base64'));
\c - regress_mallory
SELECT confiture.remove('schema/policy.sql');
SELECT confiture.put('schema/policy.sql', '');
SELECT confiture.put('schema/Policy.sql', '');
SELECT path, change FROM confiture.load_archive(decode(:'with_third', 'base64'));
SELECT path, change FROM confiture.load_archive(decode(:'with_policy', 'base64'));
SELECT path, change FROM confiture.load_archive(decode(:'with_third', 'base64'), prune => false);
SELECT path, loaded_by FROM confiture.source ORDER BY path;
\c - postgres
SELECT path FROM confiture.build(dry_run => true);
SELECT path, change FROM confiture.load_archive(decode(:'with_policy', 'base64'));
SELECT path FROM confiture.build(dry_run => true);

-- Environments are source too.
\c - regress_mallory
SELECT confiture.environment_set('default', exclude => '{schema/policy.sql}');
SELECT length(confiture.environment_set('prod', exclude => '{schema/policy.sql}'));
SELECT confiture.environment_set('prod', owner => 'regress_dba');
\c - postgres
SELECT confiture.put('schema/b.sql', 'CREATE TABLE b ()') IS NOT NULL AS put;
SELECT path FROM confiture.build('prod');
SELECT checksum FROM confiture.environment WHERE name = 'prod' \gset
SELECT confiture.approve('environment:prod', :'checksum');
SELECT path FROM confiture.build('prod', dry_run => true);
\c - regress_mallory
SELECT length(confiture.environment_set('prod', search_path => 'regress_mallory', exclude => '{schema/policy.sql}'));
SELECT loaded_by, approved_by FROM confiture.environment;
\c - postgres
SELECT path FROM confiture.build('prod', dry_run => true);
SELECT length(confiture.environment_set('prod', owner => 'regress_mallory'));
SELECT length(confiture.environment_set('default'));
SELECT path FROM confiture.build('prod', dry_run => true);
\c - regress_mallory
SELECT confiture.environment_set('prod', exclude => '{schema/policy.sql}');
SELECT confiture.environment_set('default', exclude => '{schema/policy.sql}');
SELECT confiture.environment_remove('prod');
SELECT confiture.environment_remove('default');
SELECT confiture.approve('environment:prod', checksum) FROM confiture.environment WHERE name = 'prod';
-- She may set it as it is, which changes nothing.
SELECT length(confiture.environment_set('prod', owner => 'regress_mallory'));
SELECT length(confiture.environment_set('default'));
SELECT name, loaded_by, approved_by FROM confiture.environment ORDER BY name;

-- Roles lower nothing: neither an environment's owner, nor role=, since RESET ROLE goes back.
SELECT length(confiture.put('schema/z.sql', 'RESET ROLE; ALTER ROLE regress_mallory SUPERUSER'));
SELECT length(confiture.put('migrations/1_role.up.sql', E'-- confiture: role=regress_mallory\nALTER ROLE regress_mallory SUPERUSER'));
\c - postgres
SELECT path FROM confiture.build('prod');
SELECT version FROM confiture.migrate_up();

-- Nor does the way in which the caller became somebody else: who logged in counts, and who called.
SET ROLE regress_mallory;
SELECT path FROM confiture.build('prod');
SELECT version FROM confiture.migrate_up();
RESET ROLE;
SET SESSION AUTHORIZATION regress_mallory;
SELECT path FROM confiture.build('prod');
SELECT version FROM confiture.migrate_up();
RESET SESSION AUTHORIZATION;
\c - regress_mallory
CREATE FUNCTION mallorys_build() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT path FROM confiture.build(''prod'')';
CREATE FUNCTION mallorys_up() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT version FROM confiture.migrate_up()';
\c - postgres
CREATE FUNCTION dbas_build() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT path FROM confiture.build(''prod'', dry_run => true)';
CREATE FUNCTION dbas_up() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT version FROM confiture.migrate_up(dry_run => true)';
CREATE FUNCTION dbas_put(path text, content text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT confiture.put($1, $2)';
SELECT mallorys_build();
SELECT mallorys_up();
\c - regress_mallory
SELECT dbas_build();
SELECT dbas_up();
-- A superuser's own files run for her through his wrapper, and what she hands to a wrapper of put() is his: whoever writes one answers for it.
\c - postgres
SELECT confiture.remove('schema/z.sql'), confiture.remove('migrations/1_role.up.sql');
SELECT length(confiture.environment_set('prod'));
\c - regress_mallory
SELECT dbas_build();
SELECT length(dbas_put('migrations/1_wrapped.up.sql', 'SELECT 1'));
SELECT loaded_by FROM confiture.source WHERE path = 'migrations/1_wrapped.up.sql';
SELECT confiture.remove('migrations/1_wrapped.up.sql');
SELECT dbas_up();
\c - postgres
SELECT confiture.remove('migrations/1_wrapped.up.sql');
DROP FUNCTION dbas_build(), dbas_up(), dbas_put(text, text), mallorys_build(), mallorys_up();

-- Authors who are gone, and who come back as somebody else.
SELECT confiture.remove(path) FROM confiture.source ORDER BY path;
SELECT confiture.environment_remove(name) FROM confiture.environment ORDER BY name;
\c - regress_dba
SELECT length(confiture.put('schema/a.sql', 'CREATE TABLE a ()'));
\c - regress_mallory
SELECT length(confiture.put('schema/m.sql', 'CREATE TABLE m ()'));
SELECT confiture.environment_set('mine') IS NOT NULL AS set;
\c - postgres
SELECT confiture.remove('schema/m.sql');
DROP ROLE regress_dba;
SELECT path FROM confiture.build(dry_run => true);
\c - regress_mallory
SELECT confiture.remove('schema/a.sql');
SELECT path FROM confiture.build(dry_run => true);
\c - postgres
CREATE ROLE regress_dba LOGIN;
SELECT path FROM confiture.build(dry_run => true);
ALTER ROLE regress_carol RENAME TO regress_caroline;
ALTER ROLE regress_mallory RENAME TO regress_carol;
\c - regress_carol
SELECT path FROM confiture.build('mine', dry_run => true);
\c - postgres
ALTER ROLE regress_carol RENAME TO regress_mallory;
ALTER ROLE regress_caroline RENAME TO regress_carol;
SELECT confiture.approve('schema/a.sql', checksum) FROM confiture.source WHERE path = 'schema/a.sql';
SELECT path FROM confiture.build(dry_run => true);

-- Members: what counts is having the privileges without further ado.
\c - regress_mallory
SELECT confiture.put('schema/m.sql', 'CREATE TABLE m ()') IS NOT NULL AS put;
\c - regress_carol
SELECT path FROM confiture.build(dry_run => true);
\c - postgres
GRANT regress_carol TO regress_mallory;
\c - regress_carol
SELECT path FROM confiture.build(dry_run => true);
SELECT confiture.remove('schema/m.sql');
\c - regress_mallory
SET ROLE regress_carol;
SELECT path FROM confiture.build(dry_run => true);
SELECT length(confiture.put('schema/c.sql', 'CREATE TABLE c ()'));
RESET ROLE;
-- As herself she may change what the role loaded, whose privileges she has; but it did not have hers.
SELECT confiture.put('schema/c.sql', 'CREATE TABLE c ()') IS NOT NULL AS unchanged;
SELECT path FROM confiture.build(dry_run => true);
SELECT confiture.approve('schema/c.sql', checksum) FROM confiture.source WHERE path = 'schema/c.sql';
SELECT path FROM confiture.build(dry_run => true);

-- A down that was stored when she applied it does not run for a superuser either.
\c - postgres
REVOKE regress_carol FROM regress_mallory;
\c - regress_mallory
SELECT confiture.put('migrations/1_hers.up.sql', 'CREATE TABLE hers ()') IS NOT NULL AS put;
SELECT length(confiture.put('migrations/1_hers.down.sql', 'DROP TABLE hers; ALTER ROLE regress_mallory SUPERUSER'));
SELECT version FROM confiture.migrate_up();
\c - postgres
SELECT version FROM confiture.migrate_down();
SELECT version FROM confiture.migrate_down(dry_run => true);
SET SESSION AUTHORIZATION regress_mallory;
SELECT version FROM confiture.migrate_down();
RESET SESSION AUTHORIZATION;
-- She can't sneak another one in by repairing, and the superuser's word counts once it is recorded.
\c - regress_mallory
SELECT length(confiture.put('migrations/1_hers.down.sql', 'DROP TABLE hers'));
SELECT outcome FROM confiture.repair('1', 'mine');
\c - postgres
SELECT version FROM confiture.migrate_down();
SELECT confiture.approve(path, checksum) FROM confiture.source WHERE path = 'migrations/1_hers.down.sql';
SELECT version FROM confiture.migrate_down();
SELECT outcome FROM confiture.repair('1', 'read it');
SELECT version FROM confiture.migrate_down();
SELECT action, version, role, down_loaded_by, down_approved_by FROM confiture.history ORDER BY id;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_mallory';

-- Her pending migration neither: the whole call is refused before anything runs.
SELECT confiture.put('migrations/0_first.up.sql', 'CREATE TABLE first ()') IS NOT NULL AS put;
SELECT version FROM confiture.migrate_up();
SELECT to_regclass('first') IS NULL AS nothing_ran;

\c - postgres
SELECT confiture.environment_remove(name) FROM confiture.environment ORDER BY name;
SELECT * FROM confiture.verify_history();
DROP OWNED BY regress_mallory, regress_carol, regress_dba;
DROP ROLE regress_mallory, regress_carol, regress_dba;
