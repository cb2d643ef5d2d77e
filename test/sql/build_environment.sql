-- An environment chooses the files, and says under what they run.
CREATE ROLE regress_build_owner;
GRANT CREATE ON SCHEMA public TO regress_build_owner;
SELECT confiture.put('schema/1_base.sql', 'CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TABLE base (a int);'), confiture.put('schema/2_audit/a.sql', 'CREATE TABLE audit (a int);'),
       confiture.put('schema/2_audit/b_test.sql', 'CREATE TABLE audit_test (a int);'), confiture.put('schema/3_last.sql', 'CREATE TABLE last (a int);'),
       confiture.put('seeds/1.sql', E'COPY app.t FROM stdin;\n1\n\\.\n'), confiture.put('seeds/2_more/1.sql', 'INSERT INTO app.t VALUES (2);'), confiture.put('migrations/1_m.sql', 'SELECT 1;') \g /dev/null
CREATE FUNCTION pg_temp.built(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
    SELECT string_agg(path || ' ' || statements, ', ') INTO result FROM confiture.build(name);
    SELECT result || E'\n' || string_agg(format('%s of %s', oid::regclass, CASE relowner WHEN 'regress_build_owner'::regrole THEN 'owner' ELSE 'caller' END), ', ' ORDER BY relname COLLATE "C")
           || E'\n' || (SELECT environment FROM confiture.history ORDER BY id LIMIT 1)
      INTO result FROM pg_class WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'app', 'elsewhere'));
    RAISE '%', result;
EXCEPTION WHEN raise_exception THEN
    RETURN SQLERRM;
END $$;
\pset format unaligned
\pset tuples_only on
SELECT confiture.environment_set('seeded', seed => true), confiture.environment_set('small', include => '{schema/1*,schema/2_audit/**}', exclude => '{**/*_test.sql}'),
       confiture.environment_set('pathed', search_path => 'elsewhere, public', exclude => '{schema/3*}'), confiture.environment_set('owned', exclude => '{schema/1*}', owner => 'regress_build_owner'),
       confiture.environment_set('empty', include => '{nosuch/**}'), confiture.environment_set('seeds only', include => '{seeds/**}', seed => true) \g /dev/null
SELECT E'\n' || name || E'\n' || pg_temp.built(name) FROM unnest(ARRAY['default', 'seeded', 'small', 'owned']) name;
CREATE SCHEMA elsewhere;
SELECT pg_temp.built('pathed');
DROP SCHEMA elsewhere;
\pset tuples_only off
\pset format aligned
SELECT path FROM confiture.build('empty');
\echo :SQLSTATE
SELECT path FROM confiture.build('seeds only');
SELECT path FROM confiture.build('nosuch');
-- the owner can be left by the file, but is back in the next one
SELECT confiture.put('schema/2_audit/a.sql', 'RESET ROLE; CREATE TABLE audit (a int);') \g /dev/null
SELECT pg_temp.built('owned');
-- an owner that is gone, or may not make anything
SELECT confiture.environment_set('owned', owner => 'regress_build_owner') \g /dev/null
SELECT path FROM confiture.build('owned');
DROP OWNED BY regress_build_owner;
DROP ROLE regress_build_owner;
SELECT path FROM confiture.build('owned');
\echo :SQLSTATE
-- schema_checksum changes with texts, paths and the environment, and with nothing else
CREATE FUNCTION pg_temp.changes(doing text, name text = 'small') RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE before text := confiture.schema_checksum(name); after text;
BEGIN
    EXECUTE doing;
    after := confiture.schema_checksum(name);
    RAISE '%', before <> after;
EXCEPTION WHEN raise_exception THEN
    RETURN SQLERRM::boolean;
END $$;
SELECT confiture.schema_checksum() ~ '^[0-9a-f]{64}$', confiture.schema_checksum() = confiture.schema_checksum('default') AS same;
SELECT doing, pg_temp.changes(doing) FROM unnest(ARRAY[
    'SELECT confiture.put(''schema/1_base.sql'', ''SELECT 1'')',
    'SELECT confiture.put(''schema/1_base.sql'', (SELECT content || E''\n'' FROM confiture.source WHERE path = ''schema/1_base.sql''))',
    'SELECT confiture.put(''schema/1_other.sql'', '''')',
    'SELECT confiture.remove(''schema/1_base.sql''), confiture.put(''schema/1_base2.sql'', content) FROM confiture.source WHERE path = ''schema/1_base.sql''',
    'SELECT confiture.environment_set(''small'', include => ''{schema/1*,schema/2_audit/**}'', exclude => ''{**/*_test.sql}'', search_path => ''other'')',
    'SELECT confiture.environment_set(''small'', include => ''{schema/1*,schema/2_audit/**}'', exclude => ''{**/*_test.sql}'', seed => true)',
    'SELECT confiture.put(''schema/3_last.sql'', ''SELECT 1'')',
    'SELECT confiture.put(''schema/2_audit/b_test.sql'', ''SELECT 1'')',
    'SELECT confiture.put(''migrations/1_m.sql'', ''SELECT 2'')',
    'SELECT confiture.put(''seeds/1.sql'', ''SELECT 2'')',
    'SELECT confiture.environment_set(''small'', include => ''{schema/1*,schema/2_audit/**}'', exclude => ''{**/*_test.sql}'')',
    'SELECT confiture.environment_set(''another'')',
    'SET TimeZone = ''Asia/Kathmandu'''
]) doing;
SELECT confiture.schema_checksum('nosuch');
SELECT confiture.schema_checksum('empty');
-- build_script() shows texts, so it asks for the right to them
CREATE ROLE regress_build_reader;
GRANT USAGE ON SCHEMA confiture TO regress_build_reader;
GRANT EXECUTE ON FUNCTION confiture.build_script(text) TO regress_build_reader;
SET ROLE regress_build_reader;
SELECT length(confiture.build_script());
\echo :SQLSTATE
RESET ROLE;
GRANT SELECT (content) ON confiture.source TO regress_build_reader;
SET ROLE regress_build_reader;
SELECT length(confiture.build_script('small')) > 0 AS shown;
RESET ROLE;
SELECT confiture.put('schema/2_audit/a.sql', 'CREATE TABLE audit (a int)'), confiture.put('schema/2_audit/b.sql', E'\\restrict x\nBEGIN;\nSET client_encoding = ''UTF8'';\nSELECT 2\n;\nCOMMIT;\n\\unrestrict x\n') \g /dev/null
\pset format unaligned
\pset tuples_only on
SELECT confiture.build_script('small');
SELECT confiture.put('schema/2_audit/b.sql', E'SELECT 1;\n\\i x\n') \g /dev/null
SELECT confiture.build_script('small');
DROP OWNED BY regress_build_reader;
DROP ROLE regress_build_reader;
