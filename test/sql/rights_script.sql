-- What somebody else chose, names above all, is text in scripts and hints: it brings no statement into them.
CREATE FUNCTION pg_temp.head(environment text) RETURNS text LANGUAGE sql AS $$
    SELECT substring(confiture.build_script(environment) FROM '(SET search_path = [^\n]*\n.*?)DO ')
$$;
SELECT confiture.put('schema/a.sql', 'CREATE TABLE a ();') IS NOT NULL AS put;
CREATE ROLE "regress_o'; DROP TABLE ""a"";--";

SELECT confiture.environment_set('plain', search_path => 'app, public') IS NOT NULL AS set;
SELECT pg_temp.head('plain');
SELECT confiture.environment_set('none', search_path => '') IS NOT NULL AS set;
SELECT pg_temp.head('none');
SELECT confiture.environment_set('odd', search_path => '"My App", Public, "a""b", default, "select", é, $x, 1a') IS NOT NULL AS set;
SELECT pg_temp.head('odd');
SELECT confiture.environment_set('evil', search_path => 'public;DROP/**/TABLE/**/a;--,"x;y"', owner => $$regress_o'; DROP TABLE "a";--$$) IS NOT NULL AS set;
SELECT pg_temp.head('evil');
SET quote_all_identifiers = on;
SELECT pg_temp.head('plain');
RESET quote_all_identifiers;
SELECT confiture.environment_set(E'x\nDROP TABLE a;--');
SELECT confiture.put(E'schema/x\nDROP TABLE a;--.sql', 'SELECT 1');

-- The script and the build name the same schema.
CREATE SCHEMA "public;drop/**/table/**/a;--";
SELECT path FROM confiture.build('evil', dry_run => true);
GRANT ALL ON SCHEMA "public;drop/**/table/**/a;--" TO "regress_o'; DROP TABLE ""a"";--";
SELECT path FROM confiture.build('evil', dry_run => true);

-- Hints can be pasted.
SELECT confiture.put($$migrations/1'); DROP TABLE a;--_x.up.sql$$, 'ALTER ROLE CURRENT_USER RESET work_mem') IS NOT NULL AS put;
SELECT version, name FROM confiture.migrate_up();
SELECT confiture.migrate_down();
GRANT USAGE ON SCHEMA confiture TO "regress_o'; DROP TABLE ""a"";--";
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA confiture TO "regress_o'; DROP TABLE ""a"";--";
SET ROLE "regress_o'; DROP TABLE ""a"";--";
SELECT confiture.build_script();
SELECT confiture.put($$seeds/o'a.sql$$, 'SELECT 1') IS NOT NULL AS put;
SELECT confiture.put($$migrations/2'_o.up.sql$$, 'SELECT 1') IS NOT NULL AS put;
RESET ROLE;
SELECT confiture.migrate_up();

DROP OWNED BY "regress_o'; DROP TABLE ""a"";--";
DROP ROLE "regress_o'; DROP TABLE ""a"";--";
