-- generate() writes the migration that diff() plans, and its way back.
SET client_min_messages = warning;
\set VERBOSITY terse
\pset format unaligned
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (id integer PRIMARY KEY, name text);') IS NOT NULL AS put;
SELECT path FROM confiture.build();
RESET client_min_messages;
SELECT * FROM confiture.generate('nothing');
SET client_min_messages = warning;

SELECT confiture.put('schema/a.sql', 'CREATE TABLE a (id integer PRIMARY KEY, email text);') IS NOT NULL AS put;
SELECT path, content FROM confiture.generate('email');
SELECT count(*) AS migrations FROM confiture.source WHERE path LIKE 'migrations/%';
SELECT confiture.fingerprint() AS before \gset
SELECT path FROM confiture.generate('email', save => true);
SELECT version, name FROM confiture.migrate_up();
SELECT count(*) AS left FROM confiture.diff() WHERE statement IS NOT NULL;
SELECT version, name FROM confiture.migrate_down();
SELECT confiture.fingerprint() = :'before' AS back;
SELECT path FROM confiture.generate('again');
SELECT version FROM confiture.migrate_up();

-- Versions: behind the newest of the source or the database, as wide; moments are the present one.
CREATE FUNCTION pg_temp.next(newest text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    path text;
BEGIN
    PERFORM confiture.put(format('migrations/%s_n.up.sql', newest), 'SELECT 1');
    PERFORM confiture.migrate_up();
    PERFORM confiture.put('schema/b.sql', 'CREATE TABLE b ();');
    SELECT g.path INTO path FROM confiture.generate('x') AS g WHERE g.path LIKE '%up.sql';
    RAISE EXCEPTION USING errcode = 'ZZ001', message = path;
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN
    RETURN sqlerrm;
END$$;
SELECT newest, pg_temp.next(newest) FROM unnest('{009,99,1.9,v2b,zz}'::text[]) AS newest;
SELECT pg_temp.next('20250101000000') ~ '^migrations/20[0-9]{12}_x.up.sql$' AS moment, pg_temp.next('20250101000000') > 'migrations/2026' AS present;

-- Names that no migration can have, and one of an object that would end a comment.
SELECT confiture.put('schema/b.sql', E'CREATE TABLE "two\nlines; DROP TABLE a; --" (); ALTER TABLE a DROP COLUMN email;') IS NOT NULL AS put;
SELECT * FROM confiture.generate('a/b');
SELECT * FROM confiture.generate('');
SELECT * FROM confiture.generate(NULL);
SELECT path FROM confiture.generate('lines', save => true);
SELECT version FROM confiture.migrate_up();
SELECT count(*) AS kept FROM a;
SELECT version FROM confiture.migrate_down();
SELECT count(*) AS tables FROM pg_class WHERE relname LIKE 'two%';
